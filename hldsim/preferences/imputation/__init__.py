"""Imputation rules, one a file: from a scenario's figures to a preference profile."""
