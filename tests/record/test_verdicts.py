"""Verdicts on designs as tabled agree with what the chair decided where it put the same text."""

import numpy as np
import pytest

from hldsim.domain.ballots import Ballot
from hldsim.record.history import History
from hldsim.scenario.load import load_scenario
from hldsim.session import Session

CASES = [("hld_2006", 3), ("hld_2006", 8), ("classroom_small", 2), ("un_conference_1997", 1)]


@pytest.fixture(scope="module", params=CASES, ids=lambda case: f"{case[0]}-{case[1]}")
def history(request):
    name, seed = request.param
    session = Session.open(load_scenario(name), seed)
    while session.k < session.scenario.rounds:
        session.advance()
    made = session.history
    session.close()
    return made


def closing(history):
    return next(k for k in range(len(history)) if history.ballots_at(k) is not None)


def test_what_was_put_as_tabled_has_the_verdict_that_it_got(history):
    k = closing(history)
    state, known = history[k].state, history.scenario.proposal_index
    given = {verdict.proposal: verdict for verdict in history.verdicts(history.last)}
    told = [e for e in history[k].events if e.kind in ("adopted", "refused")]
    assert told
    for event in told:
        d = known[event.fields["proposal"]]
        design = history.inputs.design_di[d]
        if event.coalition >= 0 and not np.array_equal(state.platform_ci[event.coalition], design):
            continue  # revised since it was tabled
        verdict = given[event.fields["proposal"]]
        assert verdict.passes == (event.kind == "adopted")
        for name in ("rule", "reason", "share", "quota", "blockers"):
            assert getattr(verdict, name) == event.fields[name], name


def test_every_proposal_has_one_verdict(history):
    ids = [verdict.proposal for verdict in history.verdicts(history.last)]
    assert ids == [proposal.id for proposal in history.scenario.proposals]


def test_under_consensus_the_share_is_that_of_the_yes(history):
    ballot = history[history.last].state.ballot_pd[history.inputs.member_p]
    for d, verdict in enumerate(history.verdicts(history.last)):
        if verdict.rule == "consensus":
            assert verdict.share == pytest.approx((ballot[:, d] == Ballot.YES).mean())


def test_before_the_close_there_are_none(history):
    k = closing(history)
    assert history.verdicts(k - 1) == () and history.ballots_at(k - 1) is None
    assert history.verdicts(k) and history.ballots_at(history.last) == k


def test_a_history_without_its_rules_gives_none(history):
    bare = History(history.scenario, history.inputs, history.seed)
    for snapshot in history:
        bare.append(snapshot)
    assert bare.verdicts(bare.last) == () and bare.ballots_at(bare.last) == closing(history)
