"""Lines that Qt writes to stderr and that help nobody: one, where there is no screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

NOISE = "This plugin does not support propagateSizeHints()"
"""Said by the platform that draws off the screen for every window; it means nothing there."""

Handler = Callable[[QtMsgType, QMessageLogContext, str], Any]


@contextmanager
def without_noise(note: Callable[[QtMsgType, str], object] | None = None) -> Iterator[None]:
    """Drop `NOISE` while this lasts; whatever else Qt says goes where it went before.

    ``note`` is told of it too.
    """
    before: list[Handler | None] = [None]

    def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if text.startswith(NOISE):
            return
        if note is not None:
            note(kind, text)
        if before[0] is not None:
            before[0](kind, context, text)
        else:
            print(text, file=sys.stderr)

    before[0] = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before[0])
