"""Rules by name: five catalogues, one file a rule."""
