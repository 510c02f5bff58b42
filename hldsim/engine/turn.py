"""Turn: everything a party can do in the next round, why not the rest, and what the model would.

Pure functions of the table. A turn shows a party nothing of what others want: utilities in it are
its own, viability is public.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hldsim.engine.advance import finished, moment_of
from hldsim.engine.choices.base import CHOICES, PHASES_KNOWN, Choice, Meaning, meaning_of_text
from hldsim.engine.explain import Explanation, explain
from hldsim.engine.phases.base import Moment
from hldsim.engine.seats import FREE, seats_of
from hldsim.engine.setup import Setup, phase_of
from hldsim.table.moves import NO_ACTS, Act, Acts
from hldsim.table.state import State

ALWAYS = "play"
"""Key of an act that any taken seat may use."""


@dataclass(frozen=True)
class Turn:
    """What one party can do in one round.

    Attributes
    ----------
    k : int
        The round, from 1; ``of`` is how many its phase has, ``at`` which of them it is, from 1.
    phase, label : str
        Kind of phase, and what the scenario calls it.
    choices : tuple of Choice
        By kind of act; those that come to nothing in this phase are left out.
    texts : Mapping[str, Meaning]
        What the text around each competing proposal means to the party now.
    reservation, line : float
        Utility of the status quo to the party, and its line of acceptance, in [0, 1].
    """

    party: int
    k: int
    at: int
    of: int
    phase: str
    label: str
    choices: tuple[Choice, ...]
    texts: Mapping[str, Meaning]
    reservation: float
    line: float

    def choice(self, key: str) -> Choice | None:
        """Return the choice under a key, None if there is none."""
        return next((choice for choice in self.choices if choice.key == key), None)


@dataclass(frozen=True)
class Advice:
    """What the model would do in a party's place, by key of an act, and why.

    Attributes
    ----------
    why : Explanation or None
        Terms of the worth of backing each design; None at the adoption, where nobody reconsiders.
    idle : bool
        Whether the model would not move at all in this round: it has not the floor, or chance has
        it not reconsider.
    """

    party: int
    k: int
    says: Mapping[str, str] = field(default_factory=dict)
    why: Explanation | None = None
    idle: bool = False


def turn_of(setup: Setup, state: State, party: int, acts: Acts = NO_ACTS) -> Turn:
    """Return what a party can do in round ``state.k + 1``.

    Raises
    ------
    IndexError
        If the agenda is over.
    """
    moment, _ = moment_of(setup, state, acts)
    spec, turn = phase_of(setup.scenario, moment.k)
    view = moment.view
    proposals = setup.scenario.proposals
    return Turn(
        party=party,
        k=moment.k,
        at=turn + 1,
        of=spec.rounds,
        phase=spec.phase,
        label=spec.label,
        choices=tuple(_choices(moment, party, spec.phase)),
        texts={
            proposals[d].id: meaning_of_text(view, party, c)
            for c, d in enumerate(state.origin_c.tolist())
        },
        reservation=float(view.reservation_p[party]),
        line=float(view.aspiration_p[party]),
    )


def advise(setup: Setup, state: State, party: int) -> Advice:
    """Return what the model would do for a party in round ``state.k + 1``."""
    moment, phase = moment_of(setup, state)
    spec, _ = phase_of(setup.scenario, moment.k)
    says: dict[str, str] = {}
    for name in CHOICES:
        if _fits(name, spec.phase):
            says |= CHOICES[name]().advised(moment, party)
    why = None if spec.phase == "adoption" else explain(setup, state, party)
    chooses = spec.phase in ("plenary", "consultations", "chairs_text")
    return Advice(party, moment.k, says, why, chooses and party not in phase.acting(moment))


def refusal(setup: Setup, state: State, party: int, act: Act) -> tuple[str, str, Choice | None]:
    """Return the first thing of an act that may not be done: key, id of the reason, choice.

    ``("", "", None)`` if all of it may.
    """
    moment, _ = moment_of(setup, state)
    phase = phase_of(setup.scenario, moment.k)[0].phase
    for key, value in said(act).items():
        head = key.partition(".")[0]
        if head == ALWAYS:
            if int(seats_of(state)[party]) == FREE:
                return key, "nobody_sits_there", None
            continue
        if not _fits(head, phase):
            return key, "not_in_this_phase", None
        if phase not in PHASES_KNOWN:
            continue
        choices = {one.key: one for one in CHOICES[head]().choices(moment, party)}
        if key not in choices:
            return key, "no_such_choice", None
        why_not = choices[key].refusal(value)
        if why_not:
            return key, why_not, choices[key]
    return "", "", None


def said(act: Act) -> dict[str, str]:
    """What an act says, by key of its body."""
    alone = {key: getattr(act, key) for key in ("state", "back", "bargain", ALWAYS)}
    found = {key: str(value) for key, value in alone.items() if value is not None}
    for head in ("amend", "answer", "ballot"):
        found |= {f"{head}.{proposal}": str(x) for proposal, x in getattr(act, head).items()}
    return found


def possible(setup: Setup, state: State) -> tuple[str, ...]:
    """Keys that come to something in the next round, as an act's body names them."""
    phase = phase_of(setup.scenario, state.k + 1)[0].phase
    by_proposal = ("amend", "answer", "ballot")
    order = ("state", "ballot", "back", "answer", "amend", "bargain")
    fit = [name for name in order if _fits(name, phase)]
    fit += [name for name in CHOICES if name not in order and _fits(name, phase)]
    return tuple(f"{name}.PROPOSAL" if name in by_proposal else name for name in fit)


def chances_to_act(setup: Setup, state: State, party: int) -> tuple[bool, bool]:
    """Say of the next round whether the model would let the party reconsider, and if it is asked.

    The second is whether something is put to it that waits for nobody: a bargain of its coalition,
    or the ballots.
    """
    if finished(setup, state):
        return False, False
    moment, phase = moment_of(setup, state)
    kind = phase_of(setup.scenario, moment.k)[0].phase
    if kind == "adoption":
        votes = bool(setup.inputs.member_p[party]) and moment.turn == 0
        return False, votes
    drawn = party in phase.acting(moment)
    if kind != "consultations":
        return drawn, False
    bargain = CHOICES["bargain"]().choices(moment, party)[0]
    return drawn, not bargain.why_not


def _choices(moment: Moment, party: int, phase: str) -> list[Choice]:
    return [
        choice
        for name in CHOICES
        if _fits(name, phase)
        for choice in CHOICES[name]().choices(moment, party)
    ]


def _fits(name: str, phase: str) -> bool:
    """Whether a kind of act comes to something in a kind of phase."""
    if name not in CHOICES:
        return False
    phases = CHOICES[name].phases
    return not phases or phase in phases or phase not in PHASES_KNOWN
