"""The engine: from a scenario and a seed, round by round, to the end. No Mesa, no Qt."""
