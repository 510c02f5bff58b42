"""Coalition-formation rules: who backs what, and what coalitions do with it."""
