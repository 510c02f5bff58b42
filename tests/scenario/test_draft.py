"""A draft: every edit undone gives the same bytes, every fault is the whole check's."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hldsim.errors import EditError, PathError
from hldsim.scenario.build import build
from hldsim.scenario.canonical import to_json
from hldsim.scenario.check import check_document
from hldsim.scenario.columns import FIXED_COLUMNS, figure_columns, preference_columns
from hldsim.scenario.draft import Draft
from hldsim.scenario.edits import (
    Add,
    Cell,
    Move,
    Remove,
    Rename,
    SetCells,
    SetValue,
    Together,
    perform,
)
from hldsim.scenario.plain_rows import is_plain
from hldsim.scenario.recheck import Checker
from hldsim.scenario.save import document_files
from hldsim.scenario.shape import departures
from tests.scenario.small import document

FIRST = document()
COLUMNS = (*FIXED_COLUMNS, *preference_columns(FIRST), *figure_columns(FIRST))
LISTS = ("parties", "issues", "issues[venue].levels", "blocs", "proposals", "agenda", "adoption")
NAMES = st.sampled_from(["MEX", "BEL", "inside", "un", "venue", "G77", "new", "a b", ""])
VALUES = st.one_of(
    st.none(),
    st.sampled_from(["", "member", "inside", "G77;EU", "0,5", "x", "MEX"]),
    st.floats(allow_nan=False, width=32),
    st.integers(-3, 10**6),
)


def paths(content):
    """Every entry of every list, as a path."""
    found = []
    for into in LISTS:
        head, _, inner = into.partition("].")
        entries = content.get(head.partition("[")[0], ())
        if inner:
            entries = [x for e in entries if e["id"] == "venue" for x in e.get("levels", ())]
        found += [f"{into}[{entry.get('id')}]" for entry in entries]
    return found


PLACES = (
    "title",
    "agenda[plenary].rounds",
    "proposals[inside].design.venue",
    "rules.coalitions.beta",
    "rules.coalitions.name",
    "imputation.rule",
    "parties[MEX].salience.venue",
    "parties[MEX].position",
    "parties[MEX].id",
    "roles.high_above",
)
CELLS = st.builds(Cell, st.integers(0, 3), st.sampled_from(COLUMNS), VALUES)
SINGLE = st.one_of(
    st.builds(SetValue, st.sampled_from(PLACES), VALUES),
    st.builds(SetCells, st.lists(CELLS, min_size=1, max_size=4).map(tuple)),
    st.builds(
        Add,
        st.sampled_from(LISTS),
        st.fixed_dictionaries({"id": NAMES, "name": NAMES}),
        st.none() | st.integers(0, 9),
    ),
    st.builds(lambda path: Remove((path,)), st.sampled_from(paths(FIRST))),
    st.builds(Rename, st.sampled_from(paths(FIRST)), NAMES),
    st.builds(Move, st.sampled_from(paths(FIRST)), st.integers(0, 9)),
)
EDITS = st.one_of(SINGLE, st.builds(Together, st.lists(SINGLE, min_size=1, max_size=3).map(tuple)))


def saved(content):
    """What would lie on the disk, and what would be hashed."""
    return document_files(content), to_json(content)


def edited(draft, edit, grip=""):
    """The draft after an edit, or as it was where the edit is refused."""
    try:
        return draft.edit(edit, grip)
    except (PathError, EditError):
        return draft


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(st.tuples(EDITS, st.sampled_from(["", "", "slider"])), min_size=1, max_size=5))
def test_undo_and_redo_give_the_same_bytes(edits):
    draft = Draft.of(document())
    before = saved(draft.document)
    drafts = [draft]
    for edit, grip in edits:
        new = edited(drafts[-1], edit, grip)
        if new is not drafts[-1]:
            drafts.append(new)
    assert saved(draft.document) == before, "an edit changed the document it was given"
    last, bytes_at_the_end = drafts[-1], saved(drafts[-1].document)
    back = last
    while back.can_undo:
        assert back.undo_words
        back = back.undo()
    assert saved(back.document) == before
    assert not back.dirty
    while back.can_redo:
        assert back.redo_words
        back = back.redo()
    assert saved(back.document) == bytes_at_the_end


@settings(
    max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(EDITS, min_size=1, max_size=5))
def test_faults_found_step_by_step_are_those_of_the_whole_check(edits):
    draft = Draft.of(document(), Checker())
    for edit in edits:
        draft = edited(draft, edit)
        told = [(str(fault), fault.path) for fault in draft.faults()]
        whole = [(str(fault), fault.path) for fault in check_document(draft.document)]
        assert told == whole
    for (row, column), faults in draft.cell_faults().items():
        assert all(fault.path[:2] == ("parties", row) for fault in faults)
        assert column
    back = draft
    while back.can_undo:
        back = back.undo()
    assert back.faults() == ()


CELL = st.one_of(VALUES, st.booleans(), st.sampled_from([0, 1, 1.5, -0.0, 10**400, "MEXX", "m"]))


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from((*COLUMNS, "x", "valu.e")), CELL, max_size=5))
def test_a_row_that_is_plainly_right_is_right(cells):
    row = {"id": "MEX", "name": "Mexico", **{k: v for k, v in cells.items() if v is not None}}
    wrong = departures(row, ("$defs", "party"))
    assert is_plain(row) == (not wrong)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(SINGLE, min_size=1, max_size=4))
def test_no_difference_is_left_out(edits):
    draft = Draft.of(document())
    for edit in edits:
        draft = edited(draft, edit)
    assert bool(draft.differences()) == bool(
        _without_marks(draft.document) != _without_marks(document())
    )


def _without_marks(content):
    """A document less what only says who set something; lists that are empty say nothing."""
    plain = {key: value for key, value in content.items() if value != []}
    plain["parties"] = [
        {
            column: value
            for column, value in row.items()
            if column != "edited" and (column, value) != ("provenance", "user")
        }
        for row in content.get("parties", ())
    ]
    return plain


def test_a_renamed_entry_is_followed_by_all_who_name_it():
    content = document()
    content["facts"] = [
        {
            "id": "F",
            "text": "t",
            "measure": "backing_share[inside]",
            "op": ">=",
            "threshold": 1,
            "settings": {"parties[MEX].reluctance": 0.1, "proposals[inside].label": "x"},
        }
    ]
    draft = Draft.of(content)
    for path, new in (
        ("proposals[inside]", "within"),
        ("parties[MEX]", "MX"),
        ("issues[venue].levels[un]", "nations"),
        ("issues[venue]", "seat"),
        ("blocs[G77]", "G"),
    ):
        draft = draft.edit(Rename(path, new))
    assert draft.faults() == ()
    made = build(draft.document)
    mexico = made.parties[made.party_index["MX"]]
    assert (mexico.position, mexico.blocs) == ("within", ("G",))
    assert mexico.declared["salience.seat"] == 0.6
    assert made.facts[0].measure == "backing_share[within]"
    assert list(made.facts[0].settings) == ["parties[MX].reluctance", "proposals[within].label"]
    assert "seat" in draft.document["proposals"][0]["design"]


def test_an_entry_that_goes_takes_along_what_named_it():
    draft = Draft.of(document()).edit(Remove(("issues[authority]",)))
    assert "salience.authority" not in draft.document["parties"][1]
    assert all("authority" not in p["design"] for p in draft.document["proposals"])
    assert not [f for f in draft.faults() if f.check.startswith(("reference", "column"))]
    gone = Draft.of(document()).edit(Remove(("parties[BEL]",)))
    assert "hosts" not in gone.document
    assert gone.undo_words == "remove party BEL"


def test_what_is_refused_says_why():
    draft = Draft.of(document())
    with pytest.raises(EditError, match="allowed: an id that no other party has"):
        draft.edit(SetCells((Cell(0, "id", "MEX"),)))
    with pytest.raises(EditError, match="row 10: the table has 3"):
        draft.edit(SetCells((Cell(9, "name", "x"),)))
    with pytest.raises(EditError, match="column 'salience.venu'"):
        draft.edit(SetCells((Cell(0, "salience.venu", 1),)))
    with pytest.raises(EditError, match="is there already"):
        draft.edit(Add("parties", {"id": "MEX"}))
    with pytest.raises(PathError):
        draft.edit(Rename("parties[XXX]", "YYY"))


def test_what_is_held_is_undone_at_once():
    draft = Draft.of(document())
    for n in range(5):
        draft = draft.edit(SetValue("parties[MEX].reluctance", n / 10), grip="reluctance")
    assert draft.undo().document is FIRST or not draft.undo().can_undo
    other = draft.edit(SetValue("parties[MEX].reluctance", 0.9))
    assert other.undo().document == draft.document


def test_an_edited_cell_is_the_users_and_only_that():
    draft = Draft.of(document()).edit(SetCells((Cell(1, "salience.venue", 0.7),)))
    row = draft.document["parties"][1]
    assert (row["edited"], row["provenance"]) == ("salience.venue", "seed")
    assert build(draft.document).parties[1].edited == ("salience.venue",)
    draft = draft.edit(SetValue("parties[MEX].position", "noncommittal"))
    assert draft.document["parties"][1]["provenance"] == "user"
    same = draft.edit(SetCells((Cell(1, "salience.venue", 0.7),)))
    assert same is draft


def test_a_path_to_a_difference_leads_there():
    draft = Draft.of(document()).edit(SetValue("parties[MEX].position", "noncommittal"))
    draft = draft.edit(Add("proposals", {"id": "more", "label": "More", "design": {}}))
    told = {one.path: (one.kind, one.old, one.new) for one in draft.differences()}
    assert told["parties[MEX].position"] == ("changed", "inside", "noncommittal")
    assert told["proposals[more]"][0] == "added"
    assert perform(SetValue("parties[MEX].position", "inside"), draft.document)


def test_saving_cleans_a_draft_and_undo_soils_it():
    draft = Draft.of(document()).edit(SetValue("title", "Other"))
    assert draft.dirty
    kept = draft.mark_saved()
    assert not kept.dirty
    assert kept.undo().dirty
    assert not kept.undo().redo().dirty
