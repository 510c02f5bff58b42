"""The report of one run: one section a file, put together in ``document``."""
