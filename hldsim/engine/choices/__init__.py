"""What a delegation can do in the next round, one kind of act a file, and what the model would."""
