"""Scenarios: files in, frozen data out. Nothing here builds a rule or draws a number."""
