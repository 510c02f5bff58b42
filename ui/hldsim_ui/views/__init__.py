"""Live views: pictures of a run, each in a file of its own, drawn from the history."""
