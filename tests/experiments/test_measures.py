"""Measures on a table made by hand, where every answer can be counted on fingers."""

import numpy as np
import pytest

from hldsim.domain.ballots import Ballot
from hldsim.errors import HldsimError, UnknownNameError
from hldsim.record.measures import MEASURES, MeasureError, measure, parse

from .table import view

BY_HAND = {
    "speakers": 7,
    "noncommittal_share": 2 / 7,
    "noncommittal_least[SOUTH]": 1 / 4,
    "stated_share[un]": 2 / 7,
    "stated_rank[un]": 1,
    "stated_rank[regional]": 3,
    "wanting_share[global]": 5 / 7,
    "wanting_share[venue=hosted|un]": 5 / 7,
    "wanting_share[venue=un]": 3 / 7,
    "opponents[global]": 1,
    "opponents_share[global]": 1 / 7,
    "opponents_outside[global; destination]": 0,
    "opponents_outside[global; source]": 1,
    "bloc_kind_share[SOUTH; venue=un]": 2 / 3,
    "split_share[source; un; hosted]": 1 / 3,
    "known_held": 1 / 2,
    "errors_removed[role]": 1 / 3,
    "errors_removed[SOUTH]": 1 / 3,
    "backing_share[un]": 1 / 8,
    "backing_share[hosted]": 5 / 8,
    "backing_share[uncommitted]": 2 / 8,
    "coalitions": 2,
    "effective_coalitions": 36 / 26,
    "adopted[venue=hosted]": 1,
    "adopted[venue=hosted, authority<=talk]": 0,
    "adopted[venue=hosted, authority>=programme]": 1,
    "adopted[global]": 1,
    "adopted[regional]": 0,
    "no_agreement": 0,
    "viability[hosted]": 0.9,
    "rounds_to_viability[hosted; 0.7]": 1,
    "objectors[un]": 0,
    "reluctance[P4]": 0.9,
    "emphasis_gap[rights]": 0.5,
    "theme_named[rights; 1]": 0,  # no destination dwells on rights
    "theme_named[trade; 0.4]": 1,
    "theme_passed_over[rights; 0.6]": 0,  # no source passes them over
    "theme_passed_over[rights; 2]": 1,
    "passed[hosted]": 1,
    "passed[un]": 0,
    "first_viable[hosted; 0.7]": 1,
    "first_viable[hosted; 0.95]": 3,  # never, so one more than the two rounds
}


@pytest.mark.parametrize(("name", "value"), BY_HAND.items())
def test_counted_by_hand(name, value):
    assert measure(name, view()) == pytest.approx(value)


NOTHING = [
    "yes_share[un]",
    "viability[regional]",
    "rounds_to_viability[un; 0.9]",
    "would_pass[un]",
    "outcome_lead[venue; un]",
]


@pytest.mark.parametrize("name", NOTHING)
def test_none_where_there_is_nothing_to_measure(name):
    assert measure(name, view()) is None


def test_nobody_spoke():
    silent = view(stated_p=np.full(9, -2))
    for name in ("noncommittal_share", "stated_share[un]", "errors_removed[role]"):
        assert measure(name, silent) is None
    assert measure("speakers", silent) == 0


def test_ballots_of_members_only():
    ballots = np.full((9, 3), int(Ballot.YES))
    ballots[0] = Ballot.NO
    ballots[1] = Ballot.ABSENT
    assert measure("yes_share[un]", view(ballot_pd=ballots)) == 6 / 8


def test_a_label_that_tells_all_removes_all_errors():
    split = view(stated_p=np.array([0, 0, 0, 0, 1, 1, 1, 1, 1]))
    assert measure("errors_removed[SOUTH]", split) == 1.0
    assert measure("cramers_v[SOUTH]", split) == pytest.approx(1.0)
    assert measure("errors_removed_speakers[SOUTH]", split) == 1.0


def test_substance_spreads_as_pairs_do():
    """Against the plain double loop over pairs of speakers."""
    run = view()
    who = np.flatnonzero(run.speaker_p)
    venues = run.start.profile.value_pl[who, :4].argmax(axis=1)
    rights = run.start.profile.stance_ph[who, 0]
    n = len(who)
    differ = sum(a != b for a in venues for b in venues) / n**2 * 4 / 3
    apart = 2 * sum(abs(a - b) for a in rights for b in rights) / n**2
    emphasis = run.start.profile.emphasis_ph[who].mean(axis=0)[0]
    assert measure("process_over_substance", run) == pytest.approx(differ - apart * emphasis)


def test_stance_link_is_the_largest_correlation():
    run = view()
    member = run.member_p
    liking = (run.wanted_pd[:, 0] - run.wanted_pd[:, 1])[member]
    expected = abs(np.corrcoef(liking, run.start.profile.stance_ph[member, 0])[0, 1])
    assert measure("stance_link[un; hosted]", run) == pytest.approx(expected)


BAD = [
    "stated_share",
    "stated_share[nowhere]",
    "stated_share[un",
    "speakers[un]",
    "adopted[venue]",
    "adopted[venue=moon]",
    "adopted[colour=red]",
    "adopted[venue<=un]",
    "split_share[hero; un; hosted]",
    "errors_removed[NORTH]",
    "reluctance[XYZ]",
    "emphasis_gap[love]",
    "rounds_to_viability[un; soon]",
]


@pytest.mark.parametrize("name", BAD)
def test_bad_arguments_name_what_is_allowed(name):
    with pytest.raises(MeasureError, match="allowed|known|levels|issues"):
        measure(name, view())


def test_a_bad_kind_is_refused_also_where_nothing_was_adopted():
    with pytest.raises(MeasureError):
        measure("adopted[venue=moon]", view(adopted=-1))


def test_an_unknown_measure_is_named_with_its_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'speakers'"):
        measure("speaker", view())


def test_every_measure_has_unit_and_meaning_and_reads_back():
    for name in MEASURES:
        kind = MEASURES[name]
        assert kind.unit and kind.meaning.endswith(".")
        assert parse(kind.signature)[0] is kind
    assert issubclass(MeasureError, HldsimError)
