"""Agenda phases, one a file."""
