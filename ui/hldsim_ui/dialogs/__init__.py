"""Questions and answers that hold the window up: kept to those that need it."""
