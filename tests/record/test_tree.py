"""Lines, shared pasts and undo in a tree made by hand."""

import pytest

from hldsim.record.history import Snapshot
from hldsim.record.rows import ActRow, Branch
from hldsim.record.tree import ROOT, Tree


def snap(branch, k):
    return Snapshot(k, "", None, (), f"{branch}/{k}")


def dial(branch, seq, k, value):
    return ActRow(branch, seq, k, "set", {"path": "x", "value": value})


@pytest.fixture
def tree():
    """0: rounds 0-6, act in 3. 1: from 0 at 4, act in 5. 2: from 1 at 2. 3: from 1 at 5."""
    tree = Tree()
    tree.add_new(ROOT, [dial(0, 0, 3, 1), dial(0, 1, 6, 2)])
    tree.add_new(Branch(1, 0, 4), [dial(1, 0, 5, 3)])
    tree.add_new(Branch(2, 1, 2), [])
    tree.add_new(Branch(3, 1, 5), [dial(3, 0, 7, 4)])
    for branch, first, last in ((0, 0, 6), (1, 5, 7), (2, 3, 5), (3, 6, 8)):
        for k in range(first, last + 1):
            tree.add_round(branch, snap(branch, k))
    return tree


def names(tree, branch):
    return " ".join(snapshot.digest for snapshot in tree.line(branch))


def test_lines(tree):
    assert names(tree, 0) == "0/0 0/1 0/2 0/3 0/4 0/5 0/6"
    assert names(tree, 1) == "0/0 0/1 0/2 0/3 0/4 1/5 1/6 1/7"
    assert names(tree, 2) == "0/0 0/1 0/2 2/3 2/4 2/5"
    assert names(tree, 3) == "0/0 0/1 0/2 0/3 0/4 1/5 3/6 3/7 3/8"


def test_acts_along_a_line(tree):
    assert [(act.branch, act.k) for act in tree.acts(0)] == [(0, 3), (0, 6)]
    assert [(act.branch, act.k) for act in tree.acts(1)] == [(0, 3), (1, 5)]
    assert tree.acts(2) == []
    assert [(act.branch, act.k) for act in tree.acts(3)] == [(0, 3), (1, 5), (3, 7)]


def test_who_owns_a_round(tree):
    assert [tree.owner(3, k) for k in (0, 4, 5, 6, 8)] == [0, 0, 1, 3, 3]
    assert [tree.owner(2, k) for k in (2, 3)] == [0, 2]


@pytest.mark.parametrize(
    ("one", "other", "upto"), [(0, 1, 4), (1, 0, 4), (0, 2, 2), (1, 2, 2), (1, 3, 5), (2, 3, 2)]
)
def test_shared_past(tree, one, other, upto):
    assert tree.shared(one, other) == upto
    assert names(tree, one).split()[: upto + 1] == names(tree, other).split()[: upto + 1]


def test_undo_opens_a_branch_without_the_act(tree):
    undo = tree.undo(0, 6)
    assert (undo.act.k, undo.k, undo.known) == (6, 5, None)
    assert undo.branch == Branch(4, 0, 5, "without x = 2") and undo.acts == ()


def test_undo_finds_a_branch_that_is_it_already(tree):
    assert tree.undo(1, 7).known == 0  # no act in round 5 there
    assert tree.undo(3, 8).known is None  # 1 left it at 5, the act is in 7


def test_undo_keeps_earlier_acts_of_the_round(tree):
    tree.add_act(dial(0, 2, 6, 5))
    undo = tree.undo(0, 5)
    assert undo.act.body["value"] == 5
    assert [(act.branch, act.seq, act.body["value"]) for act in undo.acts] == [(4, 0, 2)]


def test_nothing_to_undo(tree):
    assert tree.undo(2, 5) is None
    assert tree.undo(0, 1) is None


def test_rounds_are_loaded_when_first_asked_for():
    asked = []

    def loader(tree, branch):
        asked.append(branch)
        return [snap(branch, k) for k in range(3)]

    tree = Tree(loader)
    tree.add(ROOT)
    assert asked == []
    assert len(tree.line(0)) == len(tree.line(0)) == 3
    assert asked == [0]
