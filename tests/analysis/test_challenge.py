"""The challenge model against a plain transcription, one actor and rival at a time."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hldsim.analysis.challenge import ChallengeError, challenge


class Plain:
    """The formulas as printed, actor by actor, in plain floats."""

    def __init__(self, x, s, c):
        self.x, self.s, self.c = list(x), list(s), list(c)
        self.r = [1.0] * len(x)
        self.span = max(x) - min(x)
        self.all = range(len(x))

    def away(self, a, b):
        return abs(a - b) / self.span

    def vote(self, k, a, b):
        loss = self.away(self.x[k], b) ** self.r[k] - self.away(self.x[k], a) ** self.r[k]
        return self.c[k] * self.s[k] * loss

    def chance(self, i, j):
        if self.x[i] == self.x[j]:
            return 0.0
        whole = sum(
            abs(self.vote(k, self.x[a], self.x[b]))
            for k in self.all
            for a in self.all
            for b in self.all
        )
        return sum(max(0.0, self.vote(k, self.x[i], self.x[j])) for k in self.all) / whole

    def expected(self, view, i, j):
        r, d = self.r[view], self.away(self.x[i], self.x[j])
        success, failure = 2 - 4 * (0.5 - 0.5 * d) ** r, 2 - 4 * (0.5 + 0.5 * d) ** r
        p = self.chance(i, j)
        fought = p * success + (1 - p) * failure
        return self.s[j] * fought + (1 - self.s[j]) * success - (2 - 4 * 0.5**r)

    def round(self, least):
        self.r = [1.0] * len(self.x)
        danger = [sum(self.expected(j, j, i) for j in self.all if j != i) for i in self.all]
        low, high = min(danger), max(danger)
        threat = [(2 * d - high - low) / (high - low) if high > low else 0.0 for d in danger]
        self.r = [(1 - t / 3) / (1 + t / 3) for t in threat]
        moves = [self.move(i, least) for i in self.all]
        for i, move in enumerate(moves):
            if move is not None:
                self.x[i] = move[2]
        return danger, list(self.r), moves

    def move(self, i, least):
        offers = {"confrontation": [], "compromise": [], "capitulation": []}
        for j in self.all:
            if self.x[i] == self.x[j]:
                continue
            own, against = self.expected(i, i, j), self.expected(i, j, i)
            part = self.x[i] + (self.x[j] - self.x[i]) * abs(own / against)
            if against > own > 0:
                offers["confrontation"].append((abs(self.x[i] - self.x[j]), j, self.x[j]))
            elif against > 0 > own and against > abs(own):
                mean = abs(own) * self.x[i] + abs(against) * self.x[j]
                mean /= abs(own) + abs(against)
                offers["compromise"].append((abs(part - self.x[i]) if least else mean, j, part))
            elif least and against > 0 > own and against < abs(own):
                offers["capitulation"].append((abs(self.x[i] - self.x[j]), j, self.x[j]))
        for kind, some in offers.items():
            if some:
                _, j, position = min(some, key=lambda offer: (offer[0], offer[1]))
                return kind, j, position
        return None


@st.composite
def issues(draw):
    n = draw(st.integers(2, 6))
    x = st.lists(st.integers(0, 10), min_size=n, max_size=n).filter(lambda x: len(set(x)) > 1)
    s = st.lists(st.integers(1, 10).map(lambda k: k / 10), min_size=n, max_size=n)
    c = st.lists(st.integers(1, 9).map(float), min_size=n, max_size=n)
    return draw(x), draw(s), draw(c)


@settings(deadline=None, max_examples=60)
@given(issues(), st.booleans())
def test_every_round_is_what_the_formulas_say(issue, least):
    x, s, c = issue
    plain = Plain(x, s, c)
    told = challenge(x, s, c, rounds=1, compromise="least" if least else "table")
    danger, risk, moves = plain.round(least)
    assert told[1].danger == pytest.approx(danger, abs=1e-12)
    if max(danger) - min(danger) < 1e-9:
        return  # who is in more danger is a matter of rounding
    assert told[1].risk == pytest.approx(risk, abs=1e-9)
    assert told[1].positions == pytest.approx(plain.x, abs=1e-9)
    assert {m.actor: (m.kind, m.rival) for m in told[1].moves} == {
        i: move[:2] for i, move in enumerate(moves) if move is not None
    }


@pytest.mark.parametrize("least", [False, True])
def test_rounds_with_many_offers(least):
    x = [4, 7, 4, 4, 10, 10, 10, 7, 4, 7]
    s = [0.8, 0.4, 0.2, 0.8, 0.6, 0.6, 0.9, 0.1, 1.0, 0.7]
    c = [0.08, 0.08, 0.03, 0.16, 0.16, 0.16, 0.16, 0.05, 0.05, 0.08]
    plain = Plain(x, s, c)
    for one in challenge(x, s, c, rounds=5, compromise="least" if least else "table")[1:]:
        plain.round(least)
        assert one.positions == pytest.approx(plain.x, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(issues())
def test_nobody_leaves_the_range_of_the_start_and_risk_stays_in_its_own(issue):
    x, s, c = issue
    told = challenge(x, s, c, rounds=4)
    assert len(told) == 5 and told[0].positions == tuple(map(float, x))
    for one in told[1:]:
        assert min(x) - 1e-9 <= min(one.positions) and max(one.positions) <= max(x) + 1e-9
        assert all(0.5 - 1e-12 <= r <= 2.0 + 1e-12 for r in one.risk)


def test_the_one_in_most_danger_is_most_cautious():
    _, after = challenge([0, 4, 10], [0.9, 0.3, 0.9], [1, 1, 1], rounds=1)
    assert np.argmax(after.danger) == np.argmin(after.risk) == 1
    assert after.risk[1] == pytest.approx(0.5)


def test_capitulation_is_to_the_rival_and_only_by_the_text():
    issue = [8, 7, 10], [0.6, 0.7, 1.0], [6, 6, 5]
    told = challenge(*issue, rounds=1, compromise="least")[1]
    gave_in = [move for move in told.moves if move.kind == "capitulation"]
    assert gave_in and all(move.position == issue[0][move.rival] for move in gave_in)
    assert all(-move.own > move.against > 0 for move in gave_in)
    table = challenge(*issue, rounds=1)[1]
    assert not [move for move in table.moves if move.kind == "capitulation"]


@pytest.mark.parametrize(
    ("x", "s", "c", "rounds", "word"),
    [
        ([1, 2], [1], [1, 1], 1, "shapes"),
        ([3, 3], [1, 1], [1, 1], 1, "not all the same"),
        ([1, 2], [1, 1.5], [1, 1], 1, "salience"),
        ([1, 2], [1, 1], [1, -1], 1, "capability"),
        ([1, 2], [0, 0], [1, 1], 1, "without weight"),
        ([1, 2], [1, 1], [1, 1], -1, "rounds -1"),
        ([1, "b"], [1, 1], [1, 1], 1, "numbers"),
    ],
)
def test_what_the_model_cannot_take_is_refused(x, s, c, rounds, word):
    with pytest.raises(ChallengeError, match=word):
        challenge(x, s, c, rounds)
