"""Why a party ended where it did: the reason is that of its last choice."""

import pytest

from hldsim.domain.events import Event
from hldsim.domain.parties import Seat
from hldsim.record.run import record
from hldsim.report.run.reasons import deciding, reason_words, reasons, term_words
from hldsim.scenario.load import load_scenario
from hldsim.session import Session
from tests.report.made_up import made_up_explanation
from tests.session.scene import classroom


@pytest.fixture(scope="module")
def run():
    return record(load_scenario("hld_2006"), 1)


@pytest.fixture(scope="module")
def found(run):
    return reasons(run)


def test_it_is_the_last_round_in_which_the_party_chose_or_moved(run, found):
    backed_kp = run.history.origin_kp()
    for one in found:
        moved = [k for k in range(1, 41) if backed_kp[k, one.party] != backed_kp[k - 1, one.party]]
        assert one.since == max(moved, default=0)
        assert one.k >= one.since


def test_the_choice_told_is_what_the_party_holds(run, found):
    labels = [proposal.id for proposal in run.scenario.proposals]
    backed_kp = run.history.origin_kp()
    told = [one for one in found if one.key in ("moved", "stayed", "waits", "withdrew")]
    assert len(told) > 150
    for one in told:
        d = int(backed_kp[-1, one.party])
        assert one.choice == ("uncommitted" if d < 0 else labels[d])
        before = int(backed_kp[one.k - 1, one.party])
        assert one.before == ("" if before < 0 else labels[before])
        assert one.margin >= 0.0 and one.runner != one.choice and one.term
        assert (one.key in ("moved", "withdrew")) == (one.since == one.k)


def test_reasons_agree_with_what_a_session_explains(run, found, tmp_path):
    run.save(tmp_path / "run.hldrun")
    with Session.open_file(tmp_path / "run.hldrun", read_only=True) as session:
        for one in found[::23]:
            if one.key in ("moved", "stayed", "waits", "withdrew"):
                told = session.explain(one.party, one.k)
                worth = dict(zip(told.options, told.worth.tolist(), strict=True))
                assert told.acted and max(worth, key=worth.get) == one.choice
                assert one.margin == pytest.approx(worth[one.choice] - worth[one.runner])


def test_an_organisation_has_no_place_to_end(run, found):
    (iom,) = [n for n, p in enumerate(run.scenario.parties) if p.seat is Seat.ORGANISATION]
    assert found[iom].key == "seatless"
    assert "organisation" in reason_words(found[iom], run)


def test_gain_names_the_issue_that_brings_it(run, found):
    gains = [one for one in found if one.term == "gain"]
    assert gains and all(one.issue for one in gains)
    assert all(not one.issue for one in found if one.term != "gain")
    one = next(x for x in gains if x.choice == "informal_hosted" and x.runner == "un_embedded")
    setup, state = run.history.setup(one.k - 1), run.history[one.k - 1].state
    origin = [run.scenario.proposals[d].id for d in state.origin_c]
    a, b = (state.platform_ci[origin.index(x)] for x in (one.choice, one.runner))
    offset = setup.inputs.space.offset_i
    part = state.profile.partworth_pl[one.party]
    by_issue = {
        issue.id: part[offset[i] + a[i]] - part[offset[i] + b[i]]
        for i, issue in enumerate(run.scenario.space.issues)
    }
    assert max(by_issue, key=by_issue.get) == one.issue
    assert (
        term_words(one, run)
        == f"gain on {run.scenario.space.issues[list(by_issue).index(one.issue)].name.lower()}"
    )


def test_what_decides_is_the_term_with_the_largest_difference():
    told = made_up_explanation(classroom(), 1)
    for choice in range(3):
        for runner in range(3):
            differences = {n: t[choice] - t[runner] for n, t in told.terms.items()}
            assert differences[deciding(told, choice, runner)] == max(differences.values())


def test_every_template_makes_a_sentence(run, found):
    for one in found:
        words = reason_words(one, run)
        assert words.endswith(".") and "{" not in words and "report." not in words
    assert {one.key for one in found} >= {"moved", "stayed", "waits", "withdrew", "spoke"}


def test_a_bargain_is_told_as_one():
    for seed in range(2, 30):
        run = record(classroom(), seed)
        last = {e.party: e for e in run.history.events() if e.kind == "joined"}
        merged = [e for e in run.history.events() if e.kind == "merged" and e.fields["movers"]]
        told = [one for one in reasons(run) if one.key.startswith("bargain")]
        for one in told:
            assert merged and isinstance(last[one.party], Event)
            assert one.k in [e.k for e in merged] and one.since == one.k
        if told:
            return
    pytest.fail("no party ends where a bargain took it")


def test_before_the_first_round_there_is_no_reason():
    with Session.open(classroom(), 1) as session:
        assert {one.key for one in reasons(session.record())} == {"start"}
