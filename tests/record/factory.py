"""States made by hand, for tests that need no engine."""

import numpy as np

from hldsim.preferences.profile import PreferenceProfile
from hldsim.table.state import State


def make_profile(p=5, i=2, levels=6, h=3, seed=0):
    """Every array of the profile, shaped by the axes its name ends in."""
    chance = np.random.default_rng(seed)
    length = {"p": p, "i": i, "l": levels, "h": h}
    given = {}
    for name in PreferenceProfile.__dataclass_fields__:
        shape = tuple(length[axis] for axis in name.rpartition("_")[2])
        if name == "issue_l":
            given[name] = np.arange(levels) * i // levels
        else:
            given[name] = chance.random(shape)
    return PreferenceProfile(**given)


def make_state(k=3, p=5, c=2, d=3, i=2, seed=0, **changes):
    chance = np.random.default_rng(seed)
    given = dict(
        k=k,
        profile=make_profile(p=p, i=i, seed=seed),
        relief_p=chance.random(p),
        stated_p=chance.integers(-2, d, p),
        membership_p=chance.integers(-1, c, p),
        objected_pc=chance.random((p, c)) < 0.3,
        origin_c=np.arange(c),
        platform_ci=chance.integers(0, 3, (c, i)),
        viability_c=chance.random(c),
        adopted=-1,
        ballot_pd=chance.integers(-2, 2, (p, d)),
        scratch={"clock": np.array([3, 1]), "answer": chance.integers(-1, 2, (p, d))},
    )
    return State(**(given | changes))


def same_bits(a, b):
    """Whether two states are the same bit for bit, NaN and -0.0 included."""
    for name in State.__dataclass_fields__:
        x, y = getattr(a, name), getattr(b, name)
        if name == "profile":
            pairs = [(getattr(x, n), getattr(y, n)) for n in PreferenceProfile.__dataclass_fields__]
        elif name == "scratch":
            if sorted(x) != sorted(y):
                return False
            pairs = [(x[n], y[n]) for n in x]
        else:
            pairs = [(np.asarray(x), np.asarray(y))]
        for one, two in pairs:
            if one.dtype.newbyteorder("<") != two.dtype.newbyteorder("<"):
                return False
            if one.shape != two.shape or one.tobytes() != two.tobytes():
                return False
    return True
