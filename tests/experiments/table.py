"""A small table made by hand: eight states and an observer, two issues, three proposals."""

import numpy as np

from hldsim.domain.issues import Issue, Level, OutcomeSpace
from hldsim.domain.parties import Bloc, Party, Role, Seat
from hldsim.domain.proposals import Proposal
from hldsim.preferences.profile import PreferenceProfile
from hldsim.record.measures import RunView
from hldsim.scenario.schema import RuleSpec, Scenario, Theme
from hldsim.table.inputs import Inputs
from hldsim.table.state import State

VENUE = Issue(
    "venue",
    "Venue",
    (
        Level("none", "None", "none"),
        Level("regional", "Regional", "regional"),
        Level("hosted", "Hosted", "global"),
        Level("un", "UN", "global"),
    ),
    "none",
    ordered=False,
    core=True,
)
AUTHORITY = Issue(
    "authority",
    "Authority",
    (Level("talk", "Talk"), Level("programme", "Programme"), Level("norms", "Norms")),
    "talk",
)
SPACE = OutcomeSpace((VENUE, AUTHORITY))
DESIGNS = {"un": (3, 1), "hosted": (2, 0), "regional": (1, 0)}

ROLES = [Role.SOURCE] * 4 + [Role.DESTINATION] * 3 + [Role.MIXED] * 2
SEATS = [Seat.MEMBER] * 8 + [Seat.OBSERVER]
SOUTH = [True] * 4 + [False] * 5

STATED = [0, 0, 1, -1, 2, 1, -1, -2, 0]
"""UN, UN, hosted, noncommittal | regional, hosted, noncommittal | silent, (observer: UN)."""

VENUE_VALUES = np.array(
    [
        [0.0, 0.1, 0.5, 1.0],  # likes the UN
        [0.0, 0.1, 0.5, 1.0],
        [0.0, 0.1, 1.0, 0.5],  # likes a host
        [0.2, 0.1, 1.0, 0.5],  # says nothing, likes a host
        [0.8, 1.0, 0.1, 0.0],  # opposes
        [0.0, 0.1, 1.0, 0.5],
        [0.9, 1.0, 0.1, 0.0],  # would oppose, says nothing
        [0.0, 0.1, 1.0, 0.5],
        [0.0, 0.1, 0.5, 1.0],
    ]
)


def scenario():
    parties = tuple(
        Party(f"P{n}", f"Party {n}", seat, "east", role, blocs=("SOUTH",) if south else ())
        for n, (seat, role, south) in enumerate(zip(SEATS, ROLES, SOUTH, strict=True))
    )
    return Scenario(
        name="by_hand",
        title="By hand",
        summary="",
        date="",
        licence="",
        citation="",
        parties=parties,
        space=SPACE,
        themes=(Theme("rights", "Rights", "few", "many"), Theme("trade", "Trade", "no", "yes")),
        blocs=(Bloc("SOUTH", "South"),),
        proposals=tuple(Proposal(name, name, design) for name, design in DESIGNS.items()),
        hosts=(),
        adoption=(),
        agenda=(),
        imputation=RuleSpec("declared"),
        rules={"utility": RuleSpec("additive")},
        facts=(),
        sources=(),
        document={},
    )


def profile():
    n = len(SEATS)
    return PreferenceProfile(
        salience_pi=np.tile([1.0, 0.0], (n, 1)),
        value_pl=np.hstack([VENUE_VALUES, np.ones((n, 3))]),
        issue_l=SPACE.issue_l,
        reluctance_p=np.array([0.0, 0.0, 0.0, 0.1, 0.9, 0.0, 0.8, 0.0, 0.0]),
        stance_ph=np.column_stack([np.linspace(0, 1, n), np.full(n, 0.5)]),
        emphasis_ph=np.column_stack([[0.75] * 4 + [0.25] * 5, [0.25] * 4 + [0.75] * 5]),
        stubbornness_p=np.zeros(n),
        principle_p=np.full(n, 0.5),
        resolve_p=np.ones(n),
        talk_p=np.ones(n),
    )


def inputs():
    n = len(SEATS)
    member = np.array([seat is Seat.MEMBER for seat in SEATS])
    given = dict(
        space=SPACE,
        capability_p=np.full(n, 1.0 / n),
        voting_weight_p=member.astype(float),
        member_p=member,
        active_p=np.ones(n, dtype=bool),
        factor_pf=np.ones((n, 1)),
        bloc_pb=np.array(SOUTH)[:, None],
        region_pr=np.ones((n, 1), dtype=bool),
        role_pr=np.array([[role is kind for kind in Role] for role in ROLES]),
        line_b=np.array([-1]),
        discipline_pd=np.zeros((n, 3)),
        bloc_line_pd=np.zeros((n, 3), dtype=bool),
        status_quo_i=np.array([0, 0]),
        design_di=np.array(list(DESIGNS.values())),
        global_d=np.array([True, True, False]),
        host_d=np.zeros(3, dtype=bool),
        governance=-1,
        temper_p=np.full(n, 0.5),
        floor_p=np.zeros(n, dtype=int),
        conditioned_p=np.array([True] + [False] * (n - 1)),
        missed_p=np.array([False, False, True] + [False] * (n - 3)),
        stated_known_p=np.array([0, -9, 0] + [-9] * (n - 3)),
    )
    return Inputs(**{name: given.get(name) for name in Inputs.__dataclass_fields__})


def state(**changes):
    given = dict(
        k=0,
        profile=profile(),
        relief_p=np.zeros(9),
        stated_p=np.full(9, -2),
        membership_p=np.full(9, -1),
        objected_pc=np.zeros((9, 2), dtype=bool),
        origin_c=np.array([1, 0]),
        platform_ci=np.array([[2, 1], [3, 0]]),
        viability_c=np.array([0.9, 0.2]),
        adopted=-1,
        ballot_pd=np.full((9, 3), -9),
        scratch={},
    )
    return State(**(given | changes))


def view(**changes):
    """A finished run: coalitions of origin hosted (0) and UN (1)."""
    end = dict(
        k=5,
        stated_p=np.array(STATED),
        membership_p=np.array([1, 0, 0, 0, -1, 0, -1, 0, 1]),
        adopted=0,
    )
    trace = np.array([[0.5, 0.5, np.nan], [0.4, 0.7, np.nan], [0.3, 0.9, np.nan]])
    return RunView(scenario(), inputs(), state(), state(**(end | changes)), trace)
