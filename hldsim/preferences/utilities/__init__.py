"""Utility functions, one a file."""
