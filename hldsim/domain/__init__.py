"""The nouns of a negotiation: frozen, with no behaviour beyond their own consistency."""
