"""Experiments: many runs of one scenario, and what they say together.

No session, no run file, no terms of worth: replicates hand back summary arrays and nothing else.
"""
