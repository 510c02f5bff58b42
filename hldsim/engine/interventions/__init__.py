"""Interventions: what a person may change between two rounds, one kind a file."""
