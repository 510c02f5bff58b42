"""An errand: a command of hldsim run in a process of its own, with progress and a way to stop it.

What takes long and draws (a report) would otherwise take turns with the window and the engine in
one interpreter; a process of its own leaves both alone and can be ended at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

WAIT_MS = 3000
"""Time a process has to end once it was told to, in milliseconds."""


class Errand(QObject):
    """One command under way.

    Signals: ``progress`` carries (share in per cent, words); ``done`` what the command printed;
    ``failed`` what it said went wrong. After `stop` none of them comes.
    """

    progress = Signal(int, str)
    done = Signal(str)
    failed = Signal(str)

    def __init__(self, arguments: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said, self._rest = "", ""
        self._stopped = False
        self._process = QProcess(self)
        self._process.setProgram(sys.executable)
        self._process.setArguments(["-m", "hldsim", *arguments, "--progress"])
        environment = QProcessEnvironment.systemEnvironment()
        path = os.pathsep.join(entry or os.getcwd() for entry in sys.path)
        environment.insert("PYTHONPATH", path)
        environment.insert("PYTHONIOENCODING", "utf-8")
        self._process.setProcessEnvironment(environment)
        self._process.readyReadStandardError.connect(self._read)
        self._process.finished.connect(self._finished)
        self._process.errorOccurred.connect(self._broken)

    def start(self) -> None:
        """Begin."""
        self._process.start()

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self._process.state() != QProcess.ProcessState.NotRunning

    def stop(self) -> None:
        """End it at once, and wait until it is gone."""
        self._stopped = True
        if self.running:
            self._process.kill()
            self._process.waitForFinished(WAIT_MS)

    def _read(self) -> None:
        """Take progress out of what is said on standard error; keep the rest."""
        self._rest += bytes(self._process.readAllStandardError().data()).decode("utf-8", "replace")
        *lines, self._rest = self._rest.split("\n")
        for line in lines:
            head, _, tail = line.strip().partition("\t")
            share, _, words = tail.partition("\t")
            if head == "progress" and share.isdigit():
                self.progress.emit(int(share), words)
            elif line.strip():
                self._said += f"{line.strip()}\n"

    def _finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read()
        if self._stopped:
            return
        if status == QProcess.ExitStatus.NormalExit and code == 0:
            out = bytes(self._process.readAllStandardOutput().data()).decode("utf-8", "replace")
            self.done.emit(out.strip())
        else:
            self.failed.emit(self._why(code))

    def _broken(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and not self._stopped:
            self.failed.emit(f"{sys.executable} cannot be started: {self._process.errorString()}")

    def _why(self, code: int) -> str:
        said = f"{self._said}{self._rest}".strip().removeprefix("hldsim: ")
        return said or f"it ended without a word (code {code})"
