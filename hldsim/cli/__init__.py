"""The command line: ``hldsim gui | run | ensemble | facts | replay | check | list | ...``.

Nothing heavy is imported before a command needs it, so that ``hldsim --help`` answers at once.

Exit codes
----------
0
    Done.
1
    A comparison fell short: a fact, or a replay that differs from its record.
2
    Bad input: an option, a scenario, a file, a place that cannot be written, no display.
70
    A fault of hldsim; the line on standard error names the log.
130
    Interrupted (Ctrl-C).

A reader that closes the pipe early (``| head``) ends a command silently, with 0.
"""

from hldsim.cli.entry import main

__all__ = ["main"]
