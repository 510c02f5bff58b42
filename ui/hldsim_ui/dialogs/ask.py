"""Questions before something that cannot be scrubbed back to."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget


def start_again(parent: QWidget, rounds: int, seed: int | None = None) -> bool:
    """Ask whether to leave the run that is shown, and return whether to do so.

    Parameters
    ----------
    rounds : int
        Rounds played so far.
    seed : int, optional
        The other seed, if it is not to stay the same.
    """
    which = "with the same seed" if seed is None else f"with seed {seed}"
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Reset the run?")
    box.setText(f"Start again from before the first statement, {which}?")
    box.setInformativeText(
        f"The run shown ({rounds} round{'' if rounds == 1 else 's'}) leaves the window. "
        "It is kept as a file: File > Recent opens it again."
    )
    reset = box.addButton("Reset", QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton("Keep this run", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    chosen = box.clickedButton() is reset
    box.deleteLater()
    return chosen
