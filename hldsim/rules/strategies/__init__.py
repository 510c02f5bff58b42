"""Strategies: where a delegation's line of acceptance lies."""
