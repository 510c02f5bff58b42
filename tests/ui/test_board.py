"""The board: one place that changes, told once."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from hldsim_ui.board import NOBODY, Board


@dataclass
class Party:
    id: str


def scenario(*ids):
    parties = tuple(Party(name) for name in ids)
    return SimpleNamespace(
        title="T", parties=parties, party_index={p.id: n for n, p in enumerate(parties)}
    )


@pytest.fixture
def board():
    made = Board()
    made.open(scenario("A", "B", "C"), SimpleNamespace(last=0))
    return made


def test_a_watcher_is_told_once_with_what_changed(board):
    told = []
    board.watch(lambda shown, names: told.append((shown.k, names)))
    board.rounds(4, finished=False)
    assert told == [(4, {"k", "last"})]
    board.rounds(4, finished=False)
    assert len(told) == 1


def test_looking_back_stops_following_and_the_newest_round_starts_it_again(board):
    board.rounds(4, finished=False)
    board.look_at(2)
    board.rounds(6, finished=False)
    assert (board.shown.k, board.shown.last) == (2, 6)
    board.look_at(99)
    board.rounds(7, finished=True)
    assert board.shown.k == 7


def test_selection_out_of_range_is_nobody(board):
    board.select(2)
    assert board.shown.selected == 2
    board.select(3)
    assert board.shown.selected == NOBODY


def test_a_selected_party_stays_selected_in_another_run_by_its_id(board):
    board.select(2)
    board.open(scenario("C", "A"), SimpleNamespace(last=0))
    assert board.shown.selected == 0
    board.open(scenario("A"), SimpleNamespace(last=0))
    assert board.shown.selected == NOBODY


def test_a_change_made_while_telling_is_told_after(board):
    order = []

    def meddler(shown, names):
        order.append(("meddler", shown.k))
        if shown.k == 1:
            board.select(1)

    board.watch(meddler)
    board.watch(lambda shown, names: order.append(("other", shown.selected)))
    board.rounds(1, finished=False)
    assert order == [("meddler", 1), ("other", NOBODY), ("meddler", 1), ("other", 1)]


def test_a_watcher_that_left_is_told_nothing(board):
    told = []
    unwatch = board.watch(lambda *given: told.append(given))
    unwatch()
    unwatch()
    board.rounds(1, finished=False)
    assert not told


def test_a_watcher_that_fails_does_not_jam_the_board(board):
    def broken(shown, names):
        raise ValueError("broken")

    unwatch = board.watch(broken)
    with pytest.raises(ValueError, match="broken"):
        board.rounds(1, finished=False)
    unwatch()
    told = []
    board.watch(lambda shown, names: told.append(shown.k))
    board.rounds(2, finished=False)
    assert told == [2]


def test_fewer_rounds_than_shown_bring_the_round_back(board):
    board.rounds(9, finished=True)
    board.look_at(7)
    board.rounds(3, finished=False, branched=True)
    assert board.shown.k == 3


def test_another_branch_is_not_shown_while_a_scenario_is_being_opened(board):
    board.announce("Being opened")
    board.replace_history(SimpleNamespace(last=3))
    assert board.shown.history is None and board.shown.title == "Being opened"
