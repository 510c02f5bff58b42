"""The negotiating table as every rule sees it: what is fixed, what changes, what may be read."""
