"""The researcher's bench: build a design with forms, watch it fill in, open any of its runs."""
