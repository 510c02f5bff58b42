"""A worker process: reads calls from its standard input, writes what they return to its output.

Started by ``hldsim.experiments.crew`` as ``python -m hldsim.experiments.worker``: a fresh
interpreter that shares nothing with the one that started it, so neither a window there nor the
shape of the user's script can get in its way. It ends when its input does.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from typing import BinaryIO


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, who then hangs up
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a stray print must not garble an answer
    try:
        serve(sys.stdin.buffer, answers)
    except (EOFError, BrokenPipeError):
        os._exit(0)


def serve(questions: BinaryIO, answers: BinaryIO) -> None:
    """Answer ``(kind, value)`` to each call: ``done``, ``refused`` (bad input) or ``failed``."""
    from hldsim.errors import HldsimError

    while True:
        packed = pickle.load(questions)
        try:
            call, args, more = pickle.loads(packed)
            answer: tuple[str, object] = ("done", call(*args, **more))
        except HldsimError as error:
            answer = ("refused", str(error))
        except Exception:
            answer = ("failed", traceback.format_exc())
        pickle.dump(answer, answers, protocol=pickle.HIGHEST_PROTOCOL)
        answers.flush()


if __name__ == "__main__":
    main()
