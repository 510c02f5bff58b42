"""The clock of a turn: counts seconds down, says what is left, and that time is up."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

SECOND_MS = 1000


class SeatClock(QObject):
    """Counts down while somebody thinks. What time does to the run is an act like any other.

    ``told`` carries the seconds left, -1 where there is no clock; ``ran_out`` says that none are.
    """

    told = Signal(int)
    ran_out = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def running(self) -> bool:
        """Whether it counts."""
        return self._timer.isActive()

    def start(self, seconds: int) -> None:
        """Count down from so many seconds; 0 is no clock."""
        self.left = seconds
        self._timer.stop()
        if seconds > 0:
            self._timer.start()
        self.told.emit(seconds or -1)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def tick(self) -> None:
        """One second less."""
        self.left -= 1
        self.told.emit(max(self.left, 0))
        if self.left <= 0:
            self._timer.stop()
            self.ran_out.emit()
