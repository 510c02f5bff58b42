"""Bargaining protocols: how a negotiating text is made."""
