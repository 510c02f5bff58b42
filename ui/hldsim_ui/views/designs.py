"""Which proposals are shown as coalitions: those that compete, at their place in the scenario."""

from __future__ import annotations

from hldsim.domain.proposals import Proposal
from hldsim.scenario.schema import Scenario


def competing(scenario: Scenario) -> list[tuple[int, Proposal]]:
    """Return index and proposal of each design that coalitions gather around.

    The index gives the colour, so that it stays whatever else is tabled. Proposals to go further
    are put at the end, whatever their backing, and have no coalition.
    """
    return [(d, p) for d, p in enumerate(scenario.proposals) if p.kind == "forum"]


def letter(d: int) -> str:
    """Return the letter that stands for proposal ``d`` where there is no room for its label.

    Examples
    --------
    >>> letter(0), letter(27)
    ('A', 'B2')
    """
    turn, place = divmod(d, 26)
    return chr(ord("A") + place) + (str(turn + 1) if turn else "")
