"""State: what changes from round to round. Replaced, never written into; it *is* the checkpoint."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from hldsim.preferences.profile import PreferenceProfile

F8 = NDArray[np.float64]
I8 = NDArray[np.int64]
B1 = NDArray[np.bool_]

SILENT = -2
"""``stated_p`` of a party that has not taken the floor."""
UNSAID = -1
"""``stated_p`` of a party that spoke and named no design (noncommittal)."""
UNCOMMITTED = -1
"""``membership_p`` of a party that backs no design."""
NOT_ASKED = -9
"""``ballot_pd`` before anybody was asked."""


@dataclass(frozen=True)
class State:
    """The table after round ``k``. Axes: p parties, c coalitions, d proposals, i issues.

    Attributes
    ----------
    k : int
        Rounds finished.
    profile : PreferenceProfile
        Preferences now; replaced by hearings (emphases), round tables (stances) and
        interventions only.
    relief_p : (p,) floats
        How much of ``profile.reluctance_p`` tone and round tables have taken away; < 0 where an
        accusing tone has added to it.
    stated_p : (p,) ints
        Position stated in the plenary: ``SILENT``, ``UNSAID`` or a proposal index.
    membership_p : (p,) ints
        Coalition backed, or ``UNCOMMITTED``.
    objected_pc : (p, c) bools
        Who has been seen to object to which platform.
    origin_c : (c,) ints
        Proposal each coalition gathered around; colour and label follow it.
    platform_ci : (c, i) ints
        Design each coalition stands for now.
    viability_c : (c,) floats
        Public belief that the platform would pass the rule it needs, in [0, 1].
    adopted : int
        Coalition whose platform was adopted, or -1.
    ballot_pd : (p, d) ints
        Ballots on each proposal as tabled, asked hypothetically at the close (``Ballot``), or
        ``NOT_ASKED``.
    scratch : Mapping[str, ndarray]
        A protocol's memory: checkpointed and forkable like everything else.
    """

    k: int
    profile: PreferenceProfile
    relief_p: F8
    stated_p: I8
    membership_p: I8
    objected_pc: B1
    origin_c: I8
    platform_ci: I8
    viability_c: F8
    adopted: int
    ballot_pd: I8
    scratch: Mapping[str, NDArray[np.generic]] = field(default_factory=dict)

    @property
    def n_coalitions(self) -> int:
        """Number of coalitions on the table, with or without members."""
        return len(self.origin_c)


def backed_proposal(state: State) -> I8:
    """Proposal index of the coalition each party backs, -1 uncommitted; shape (p,)."""
    origin = np.append(state.origin_c, -1)
    return np.asarray(origin[state.membership_p], dtype=np.int64)
