"""Preferences: utility functions, profiles of all parties, and the rules that impute them."""
