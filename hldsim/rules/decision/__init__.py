"""Decision rules: what makes a design adopted, and how likely that looks."""
