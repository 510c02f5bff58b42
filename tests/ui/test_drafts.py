"""The draft that the window holds follows the run, and no edit is lost to it."""

from hldsim.scenario.edits import Cell, Rename, SetCells, SetValue
from hldsim.scenario.load import load_scenario
from hldsim.scenario.paths import with_settings
from hldsim_ui.drafts import Drafts

SMALL = load_scenario("classroom_small")


def begun():
    drafts = Drafts()
    drafts.follow(SMALL)
    return drafts


def test_it_begins_as_the_scenario_on_show_and_tells_who_watches():
    drafts, told = Drafts(), []
    end = drafts.watch(told.append)
    drafts.follow(None)
    assert drafts.draft is None and told == []
    drafts.follow(SMALL)
    assert told == [drafts.draft] and drafts.draft.document is SMALL.document
    drafts.follow(SMALL)
    end()
    assert drafts.edit(SetValue("title", "Other")) and len(told) == 1


def test_another_run_replaces_it_unless_there_are_edits():
    drafts = begun()
    other = with_settings(SMALL, {"title": "Other"})
    drafts.follow(other)
    assert drafts.draft.document is other.document
    drafts.edit(SetValue("title", "Mine"))
    drafts.follow(SMALL)
    assert drafts.draft.document["title"] == "Mine"
    drafts.put(drafts.draft.mark_saved())
    drafts.follow(SMALL)
    assert drafts.draft.document is SMALL.document


def test_a_run_of_the_draft_leaves_it_with_its_past():
    drafts = begun()
    drafts.edit(SetCells((Cell(0, "reluctance", 0.25),)))
    drafts.put(drafts.draft.mark_saved())
    edited = drafts.draft
    drafts.follow(with_settings(SMALL, {f"parties[{SMALL.parties[0].id}].reluctance": 0.25}))
    assert drafts.draft is edited and drafts.draft.can_undo
    drafts.undo()
    assert drafts.draft.document is SMALL.document
    drafts.redo()
    assert drafts.draft.document == edited.document


def test_what_is_refused_leaves_it_alone_and_says_why():
    drafts = begun()
    before = drafts.draft
    one, two = (party.id for party in SMALL.parties[:2])
    assert not drafts.edit(Rename(f"parties[{one}]", two))
    assert drafts.draft is before and "allowed" in drafts.refused
    assert drafts.edit(SetValue("title", "x")) and drafts.refused == ""


def test_its_faults_know_every_rule():
    drafts = begun()
    assert drafts.draft.faults() == ()
    drafts.edit(SetValue("rules.coalitions.name", "worht"))
    drafts.edit(SetValue("imputation.spread", 7))
    (rule, spread) = sorted(drafts.draft.faults(), key=lambda fault: fault.check, reverse=True)
    assert (rule.check, rule.path) == ("rule.unknown", ("rules", "coalitions", "name"))
    assert "worth" in rule.allowed
    assert (spread.check, spread.allowed) == (
        "parameter.range",
        "a number from 0 to 0.5, or a prior",
    )
    drafts.edit(SetValue("imputation.spread", {"kind": "normal", "a": 0.1, "b": 0.2}))
    assert any("give it bounds" in fault.allowed for fault in drafts.draft.faults())
    drafts.undo()
    drafts.undo()
    drafts.undo()
    drafts.edit(SetValue("adoption[un].rule", "weighted_majority"))
    (fault,) = drafts.draft.faults()
    assert fault.check == "rule.unfit"
