"""The tree of futures summed up: who hangs from whom, how far each has come, what was done."""

import pytest

from hldsim.domain.events import Event
from hldsim.record.futures import futures_of
from hldsim.record.history import Snapshot
from hldsim.record.rows import ActRow, Branch
from hldsim.record.tips import Tip
from hldsim.record.tree import ROOT, Tree


def snap(branch, k, *events):
    return Snapshot(k, "", None, events, f"{branch}/{k}")


def dial(branch, seq, k):
    return ActRow(branch, seq, k, "set", {"path": "x", "value": k})


def decided(k, kind="adopted", proposal="un", coalition=0):
    return Event(kind, k, -1, coalition, {"proposal": proposal})


@pytest.fixture
def tree():
    """0: rounds 0-6. 1: from 0 at 4. 2: made on 1, but at 2, which is 0's. 3: from 1 at 5."""
    tree = Tree()
    tree.add_new(ROOT, [dial(0, 0, 3), dial(0, 1, 6)])
    tree.add_new(Branch(1, 0, 4, "what if"), [dial(1, 0, 5)])
    tree.add_new(Branch(2, 1, 2), [])
    tree.add_new(Branch(3, 1, 5), [dial(3, 0, 6), dial(3, 1, 8)])
    tree.add_new(Branch(4, 0, 3), [])
    for branch, first, last in ((0, 0, 6), (1, 5, 8), (2, 3, 5), (3, 6, 7)):
        for k in range(first, last + 1):
            events = [decided(6)] if (branch, k) == (1, 6) else []
            tree.add_round(branch, snap(branch, k, *events))
    return tree


@pytest.fixture
def summary(tree):
    return futures_of(tree, 8, 3, {2: "dull"})


def test_every_future_says_where_it_hangs_and_how_far_it_has_come(summary):
    rows = [(f.branch, f.parent, f.forked_at, f.last, f.finished) for f in summary.futures]
    assert rows == [
        (0, None, -1, 6, False),
        (1, 0, 4, 8, True),
        (2, 0, 2, 5, False),  # its last shared round belongs to 0
        (3, 1, 5, 7, False),
        (4, 0, 3, 3, False),  # nothing played on it yet
    ]
    assert summary.future(1).label == "what if"
    with pytest.raises(KeyError):
        summary.future(9)


def test_what_was_adopted_counts_only_where_it_was(tree, summary):
    assert [f.adopted for f in summary.futures] == ["", "un", "", "", ""]
    tree.add_new(Branch(5, 1, 7), [])  # after the decision
    assert futures_of(tree, 8, 0, {}).future(5).adopted == "un"
    tree.add_round(3, snap(3, 8, decided(8, "no_agreement"), decided(8, "adopted", "norm", -1)))
    after = futures_of(tree, 8, 0, {}).future(3)
    assert (after.finished, after.adopted) == (True, "")  # going further is no agreement


def test_paths_and_shared_pasts_are_those_of_the_tree(tree, summary):
    assert summary.path(3) == ((0, 4), (1, 5), (3, 7))
    for one in (0, 1, 2, 3, 4):
        for other in (0, 1, 2, 3, 4):
            if one != other:
                assert summary.shared(one, other) == tree.shared(one, other)


def test_what_was_done_since_a_round(tree, summary):
    for branch in range(5):
        assert summary.done_since(branch, -1) == tuple(tree.acts(branch))
    assert [(a.branch, a.k) for a in summary.done_since(3, 4)] == [(1, 5), (3, 6), (3, 8)]
    assert [a.k for a in summary.done_since(0, 3)] == [6]
    assert summary.done == tuple(tree.acts(3))


def test_rounds_that_are_not_in_memory_stay_where_they_are():
    tree = Tree(lambda tree, branch: pytest.fail("read"))
    tree.tips = {0: Tip(6, "un", 5), 1: Tip(4)}
    for branch in (ROOT, Branch(1, 0, 2), Branch(2, 0, 5)):
        tree.add(branch)
    found = [(f.last, f.adopted) for f in futures_of(tree, 6, 0, {}).futures]
    assert found == [(6, "un"), (4, ""), (5, "un")]


def test_what_was_done_for_the_next_round_is_there_before_it_is_played():
    tree = Tree()
    tree.add_new(ROOT, [dial(0, 0, 1)])
    tree.add_round(0, snap(0, 0))
    assert [a.k for a in futures_of(tree, 6, 0, {}).done_since(0, 0)] == [1]
