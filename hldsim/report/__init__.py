"""What is said of a run, without a window and without a file format.

Sentences and tables; the report of a run (``run``) and role cards (``cards``) as ``blocks``.
"""
