"""Questions before something that cannot be scrubbed back to."""

from __future__ import annotations

from enum import Enum

from PySide6.QtWidgets import QMessageBox, QWidget


class Leaving(Enum):
    """What to do with a run that could not be written whole, before it goes."""

    ELSEWHERE = "save elsewhere"
    DISCARD = "discard"
    CANCEL = "cancel"


def unwritten(parent: QWidget, why: str) -> Leaving:
    """Ask what to do with rounds that wait in memory for want of a place, and return it."""
    box = QMessageBox(parent)
    box.setProperty("help", "dialogs/ask")
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle("Leave the run?")
    box.setText("The newest rounds of this run are not on the disk yet.")
    box.setInformativeText(f"{why}\n\nSave the run elsewhere, or they may be lost.")
    elsewhere = box.addButton("Save elsewhere…", QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton("Discard", QMessageBox.ButtonRole.DestructiveRole)
    cancel = box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(elsewhere)
    box.setEscapeButton(cancel)
    box.exec()
    answers = {elsewhere: Leaving.ELSEWHERE, discard: Leaving.DISCARD}
    answer = answers.get(box.clickedButton(), Leaving.CANCEL)
    box.deleteLater()
    return answer


def show_everything(parent: QWidget) -> bool:
    """Ask whether people at the table may see what every delegation wants, and return it."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("Show everything?")
    box.setText("Show what every delegation wants, and other futures?")
    box.setInformativeText(
        "People sit at the table: this is meant for the trainer. What they do stays the same."
    )
    show = box.addButton("Show everything", QMessageBox.ButtonRole.AcceptRole)
    keep = box.addButton("Keep it hidden", QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    box.exec()
    chosen = box.clickedButton() is show
    box.deleteLater()
    return chosen


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
    box.setProperty("help", "dialogs/ask")
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
