"""The way in: from arguments to an exit code, with every error as one clear message."""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from hldsim.cli.commands import commands
from hldsim.errors import HldsimError

DONE, SHORT, BAD_INPUT, FAULT, INTERRUPTED = 0, 1, 2, 70, 130


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    _speak_plainly()
    code = run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = _hang_up()
    except OSError as error:
        code = _say(f"standard output cannot be written ({error})", BAD_INPUT)
        _hang_up()
    sys.exit(code)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        with commands.make_context("hldsim", given) as context:
            code = commands.invoke(context)
    except click.exceptions.Exit as end:
        return end.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _say("interrupted", INTERRUPTED)
    except click.ClickException as error:
        error.show()
        return BAD_INPUT
    except BrokenPipeError:
        return _hang_up()
    except HldsimError as error:
        return _say(str(error), BAD_INPUT)
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        return _say(f"cannot be read or written: {what}", BAD_INPUT)
    except Exception as error:
        return _fault(error)
    return code if isinstance(code, int) else DONE


def _speak_plainly() -> None:
    """Print a question mark for a letter that the terminal or pipe does not have."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # there is none in a program without a console
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")


def _say(text: str, code: int) -> int:
    """Tell people, on standard error."""
    try:
        click.echo(f"hldsim: {text}", err=True)
    except OSError:
        pass
    return code


def _hang_up() -> int:
    """Nobody reads any more: keep Python from complaining when it flushes at exit."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        pass
    return DONE


def _fault(error: Exception) -> int:
    """Write a fault of ours to the log and name it in one line."""
    line = f"a fault in hldsim ({type(error).__name__}: {error})".replace("\n", " ")
    try:
        log = _log()
        with log.open("a", encoding="utf-8") as file:
            file.write(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC {sys.argv[1:]}\n")
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return _say(f"{line}; no log could be written", FAULT)
    return _say(f"{line}; details in {log}", FAULT)


def _log() -> Path:
    from hldsim.places import user_log_dir

    folder = user_log_dir()
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "command_line.log"
