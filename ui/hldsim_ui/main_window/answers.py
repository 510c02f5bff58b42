"""Answers: what panels may ask of the session besides how far it has come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hldsim.errors import HldsimError
from hldsim_ui.conductor import PATIENCE, Conductor
from hldsim_ui.worker import Driver

Changes = tuple[tuple[tuple[str, Any], ...], int]
"""Settings (path, value) made in the run so far, in order, and how many acts of delegations."""


class Answers:
    """Asks the session through the conductor, in its thread where that takes long."""

    def __init__(self, conductor: Conductor) -> None:
        self._conductor = conductor

    def flips(self, party: int, k: int, then: Callable[[Any], None]) -> None:
        """Work out what would change a party's mind in round ``k``, and call ``then`` with it.

        None where the session stands on another branch by then. It takes a tenth of a second, so
        it is done in the engine's thread, between rounds.
        """
        history = self._conductor.board.shown.history
        if not self._conductor.board.shown.private_to(party):
            then(None)
            return

        def job(driver: Driver) -> Any:
            session = driver.session
            if session is None or session.history is not history:
                return None
            try:
                return session.flips(party, k)
            except HldsimError:  # the round was taken back meanwhile
                return None

        self._conductor.post("flips", job, then)

    def changes(self) -> Changes | None:
        """What was changed along the branch shown; None while the session is at work."""
        driver = self._conductor.driver
        if not driver.lock.acquire(timeout=PATIENCE):
            return None
        try:
            acts = () if driver.session is None else driver.session.interventions()
        finally:
            driver.lock.release()
        made = tuple((str(act.body["path"]), act.body["value"]) for act in acts if _is_set(act))
        return made, len(acts) - len(made)

    def next_round(self) -> None:
        """Play one more round after whatever was asked for before."""
        self._conductor.post("one round", lambda driver: driver.to_tip().advance())


def _is_set(act: Any) -> bool:
    return act.kind == "set" and "path" in act.body and "value" in act.body
