"""The scenario editor by itself: every page edits, every edit is undone to the same bytes."""

import gc
import weakref

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QItemSelectionModel, QMimeData, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QLineEdit,
)

from hldsim.record.knowledge import judge as judged
from hldsim.record.knowledge import known_rules, parameters
from hldsim.scenario.load import load_scenario
from hldsim.scenario.numerals import COMMA, POINT
from hldsim.scenario.save import document_files
from hldsim_ui.drafts import Drafts
from hldsim_ui.editor.parameter_model import PRIORS, said
from hldsim_ui.editor.party_model import MARKS
from hldsim_ui.editor.settings import changed_kind
from hldsim_ui.editor.weights import in_force, moved
from hldsim_ui.editor.window import EditorWindow
from hldsim_ui.theme import DARK, LIGHT

SMALL = load_scenario("classroom_small")
MEX = SMALL.party_index["MEX"]


@pytest.fixture
def editor(qtbot, tmp_path):
    drafts = Drafts()
    drafts.follow(SMALL)
    memory = QSettings(str(tmp_path / "editor.ini"), QSettings.Format.IniFormat)
    made = EditorWindow(drafts, memory, LIGHT, lambda party, column: 0.25)
    made.resize(1280, 720)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    yield made
    made.end()
    ref = weakref.ref(made)
    made.close()
    made.deleteLater()
    del made
    qtbot.waitUntil(lambda: gc.collect() >= 0 and _gone(ref))


def _gone(ref):
    try:
        return ref() is None or not ref().isVisible()
    except RuntimeError:
        return True


def page(editor, title):
    found = next(page for page in editor.pages if page.title == title)
    editor.tabs.setCurrentWidget(found)
    return found


def document(editor):
    return editor.drafts.draft.document


def row(editor, party="MEX"):
    return next(r for r in document(editor)["parties"] if r["id"] == party)


def stand(editor, party, *columns):
    """Select cells of a party in the table, the last one current."""
    parties = page(editor, "Parties")
    table, number = parties.table, [r["id"] for r in document(editor)["parties"]].index(party)
    group = next(c.group for c in parties.model.columns if c.id == columns[0])
    parties.look_at_group(group)
    table.clearSelection()
    for column in columns:
        index = table.order.mapFromSource(parties.model.place(number, column))
        table.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Select)
    table.setFocus()
    return table


def select_down(table, count):
    """Extend the selection downwards."""
    for _ in range(count - 1):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)


def field_of(table):
    """The field that is open in the table; one that was closed goes a turn later."""
    return table.viewport().findChildren(QLineEdit)[-1]


def type_into(table, text, key=Qt.Key.Key_Return, modifier=Qt.KeyboardModifier.NoModifier):
    """Type over a cell and press a key."""
    QTest.keyClick(table, Qt.Key.Key_F2)
    field = field_of(table)
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key, modifier)
    QCoreApplication.processEvents()  # the field hands over what it has in a turn of its own


def undone(editor, before):
    """Undo everything: the same bytes as before, by the key."""
    assert editor.drafts.draft.document is not before
    while editor.drafts.draft.can_undo:
        QTest.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert document_files(document(editor)) == document_files(before)
    while editor.drafts.draft.can_redo:
        QTest.keyClick(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)


# ------------------------------------------------------------ the table of parties


def test_a_cell_is_typed_faulted_mended_undone_and_done_again(editor):
    before = document(editor)
    table = stand(editor, "MEX", "salience.venue")
    type_into(table, "7")
    index = table.parties.place(MEX, "salience.venue")
    assert index.data(MARKS) == {"fault", "user"}
    assert "Allowed: a number from 0 to 1" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert editor.tabs.tabText(1) == "Parties (1)"
    assert editor.foot.faults.text() == "1 fault: show next" and not editor.foot.run.isEnabled()
    table.clearSelection()
    table.setCurrentIndex(table.order.index(0, 0))
    QTest.keyClick(editor, Qt.Key.Key_F8)
    assert table.order.mapToSource(table.currentIndex()) == index
    assert "allowed: a number from 0 to 1" in editor.foot.said.text().lower()
    type_into(table, "0,7")
    assert row(editor)["salience.venue"] == 0.7 and index.data(MARKS) == {"user"}
    assert editor.foot.faults.text() == "No faults"
    undone(editor, before)
    assert row(editor)["salience.venue"] == 0.7


def test_a_number_with_two_readings_is_a_fault_that_says_both(editor):
    table = stand(editor, "MEX", "population")
    type_into(table, "1,234")
    assert row(editor)["population"] == "1,234"
    (fault,) = editor.drafts.draft.faults()
    assert "1234 or 1.234" in fault.allowed
    type_into(stand(editor, "MEX", "population"), "1.234")
    assert row(editor)["population"] == 1.234


def test_what_is_typed_fills_all_that_is_selected(editor):
    before = document(editor)
    table = stand(editor, "BEL", "reluctance")
    select_down(table, 3)
    type_into(table, "0.5", modifier=Qt.KeyboardModifier.ControlModifier)
    assert [row(editor, p)["reluctance"] for p in ("BEL", "BRA", "IND")] == [0.5] * 3
    assert row(editor, "AUS")["reluctance"] != 0.5
    assert editor.drafts.draft.undo_words == "set 3 cells of reluctance"
    undone(editor, before)


def test_enter_goes_down_and_choices_are_offered(editor):
    table = stand(editor, "BEL", "role")
    QTest.keyClick(table, Qt.Key.Key_F2)
    box = table.viewport().findChild(QComboBox)
    assert [box.itemText(n) for n in range(box.count())] == [
        "", "source", "destination", "transit", "mixed",
    ]  # fmt: skip
    box.setCurrentText("transit")
    table.commitData(box)
    table.cells.closeEditor.emit(box, table.cells.EndEditHint.SubmitModelCache)
    assert row(editor, "BEL")["role"] == "transit"
    assert table.order.mapToSource(table.currentIndex()).row() == SMALL.party_index["BRA"]


def test_fill_down_clear_cut_and_paste(editor):
    before = document(editor)
    first = row(editor, "BEL")["stubbornness"]
    table = stand(editor, "BEL", "stubbornness")
    select_down(table, 3)
    QTest.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert row(editor, "IND")["stubbornness"] == first
    QTest.keyClick(table, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert "stubbornness" not in row(editor, "BRA")
    stand(editor, "JPN", "stubbornness")
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert row(editor, "JPN")["stubbornness"] == row(editor, "MEX")["stubbornness"] == first
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert "stubbornness" not in row(editor, "JPN")
    undone(editor, before)


@pytest.mark.parametrize(
    "text",
    ["1.234,5\t0,25\n-0,5\t0,75\n", "1 234,5\t0,25\r\n\u22120,5\t0,75\r\n",
     "1,234.5\t0.25\n-0.5\t0.75\n", "1\u202f234,5\t25 %\n-0,5\t75\u00a0%\n"],
    ids=["de", "sv", "en", "fr"],
)  # fmt: skip
def test_a_block_from_a_spreadsheet_of_any_locale(editor, text):
    before = document(editor)
    parties = page(editor, "Parties")
    table = stand(editor, "BEL", "balance")
    parties.look_at_group("everything")
    names = [c.id for c in parties.model.columns]
    for n, name in enumerate(names):
        table.setColumnHidden(n, name not in ("balance", "salience.venue"))
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    table.paste()
    assert [row(editor, p)["balance"] for p in ("BEL", "BRA")] == [1234.5, -0.5]
    assert [row(editor, p)["salience.venue"] for p in ("BEL", "BRA")] == [0.25, 0.75]
    undone(editor, before)


def test_what_nothing_proves_is_asked(editor, monkeypatch):
    table = stand(editor, "BEL", "gdp_pc")
    asked = []
    QGuiApplication.clipboard().setText("1.234")
    for answer, wanted in ((None, None), (COMMA, 1234), (POINT, 1.234)):
        monkeypatch.setattr(table, "_ask", lambda unclear, a=answer: asked.append(unclear) or a)
        before = row(editor, "BEL")["gdp_pc"]
        table.paste()
        assert row(editor, "BEL")["gdp_pc"] == (before if wanted is None else wanted)
    assert [str(one[0]) for one in asked] == ["1.234 is 1.234 or 1234"] * 3


def test_the_question_says_both_readings(editor, qtbot):
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMessageBox

    seen = []

    def answer():
        box = QGuiApplication.focusWindow() and editor.findChild(QMessageBox)
        if box is None:
            QTimer.singleShot(20, answer)
            return
        seen.append(box.text())
        next(b for b in box.buttons() if "comma" in b.text()).click()

    table = stand(editor, "BEL", "gdp_pc")
    QGuiApplication.clipboard().setText("1.234")
    QTimer.singleShot(20, answer)
    table.paste()
    assert seen == ["Is “1.234” 1.234 or 1,234?"]
    assert row(editor, "BEL")["gdp_pc"] == 1234


def test_a_whole_table_comes_back_by_its_headings(editor):
    before = document(editor)
    parties = page(editor, "Parties")
    parties.look_at_group("who")
    parties.table.selectAll()
    parties.table.copy()
    text = QGuiApplication.clipboard().mimeData().text()
    assert text.splitlines()[0].startswith("id\tname\tiso3")
    parties.only.setCurrentIndex(2)  # nothing was changed yet: nobody is shown
    assert parties.table.order.rowCount() == 0
    mime = QMimeData()
    mime.setText(text.replace("Mexico", "México") + "XXX\tExland\n")
    QGuiApplication.clipboard().setMimeData(mime)
    parties.table.paste()
    assert row(editor)["name"] == "México" and row(editor, "XXX")["name"] == "Exland"
    assert "1 new parties" in parties.hint.text() or "1 new parties" in editor.foot.said.text()
    undone(editor, before)


def test_sorted_and_filtered_the_right_party_is_edited(editor):
    parties = page(editor, "Parties")
    table = parties.table
    column = [c.id for c in parties.model.columns].index("population")
    table.sortByColumn(column, Qt.SortOrder.DescendingOrder)
    ids = [
        parties.model.rows[table.order.mapToSource(table.order.index(n, 0)).row()]["id"]
        for n in range(table.order.rowCount())
    ]
    sizes = [p.figures.get("population", -1) for p in SMALL.parties]
    assert ids[0] == SMALL.parties[sizes.index(max(sizes))].id
    parties.filter.setText("mexi")
    parties._filtered()
    assert table.order.rowCount() == 1 and parties.counts.text() == "1 of 12 parties"
    parties.look_at_group("traits")
    table.setCurrentIndex(
        table.order.index(0, [c.id for c in parties.model.columns].index("reluctance"))
    )
    type_into(table, "0.125")
    assert row(editor)["reluctance"] == 0.125
    editor.go_to(("parties", 0, "region"))  # hidden by the filter, in another group
    assert parties.filter.text() == "" and not table.isColumnHidden(5)


def test_parties_are_added_copied_renamed_and_removed(editor):
    before = document(editor)
    parties = page(editor, "Parties")
    parties.add()
    QTest.keyClicks(field_of(parties.table), "Exland")
    QTest.keyClick(field_of(parties.table), Qt.Key.Key_Return)
    QCoreApplication.processEvents()
    assert row(editor, "NEW_1")["name"] == "Exland"
    type_into(stand(editor, "NEW_1", "id"), "EXL")
    assert row(editor, "EXL")["name"] == "Exland"
    stand(editor, "MEX", "id")
    parties.duplicate()
    assert row(editor, "MEX_2")["name"] == "Mexico (copy)"
    type_into(stand(editor, "MEX_2", "id"), "BEL")
    assert "no other party has" in editor.foot.said.text() and row(editor, "MEX_2")
    stand(editor, "BEL", "id")
    parties.remove()
    assert all(r["id"] != "BEL" for r in document(editor)["parties"])
    assert editor.drafts.draft.faults() == ()
    undone(editor, before)


# ------------------------------------------------------------ one party's wishes


def test_sliders_keep_their_sum_and_are_one_step(editor):
    before = document(editor)
    wants = page(editor, "Preferences")
    editor.show_party("MEX")
    assert wants.party == "MEX" and wants.name.text() == "Mexico"
    rows = wants.rows["salience"]
    for value in (150, 160, 170):
        rows.sliders["salience.venue"].setValue(value)
    stated = [row(editor)[f"salience.{issue.id}"] for issue in SMALL.space.issues]
    assert stated[0] == 0.85 and sum(stated) == pytest.approx(1.0, abs=1e-12)
    assert rows.states["salience.venue"].text() == "yours"
    assert editor.drafts.draft.undo().document is before
    undone(editor, before)


def test_what_is_imputed_again_leaves_the_rest_to_share(editor):
    wants = page(editor, "Preferences")
    editor.show_party("MEX")
    rows = wants.rows["salience"]
    rows.clears["salience.venue"].click()
    assert "salience.venue" not in row(editor)
    assert rows.states["salience.venue"].text() == "imputed"
    assert "3 of 4 are stated" in wants.notes["salience"].text()
    line = wants.rows["values"].lines["value.venue.un"]
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "0,4")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert row(editor)["value.venue.un"] == 0.4
    line.selectAll()
    QTest.keyClicks(line, "4")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert wants.rows["values"].states["value.venue.un"].text() == "fault"


WEIGHTS = st.lists(st.floats(0, 1), min_size=2, max_size=6)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(WEIGHTS, st.data())
def test_weights_always_share_a_whole(values, data):
    names = [f"salience.{n}" for n in range(len(values))]
    count = data.draw(st.integers(0, len(names)))
    stated = {name: round(data.draw(st.floats(0, 1)), 4) for name in names[:count]}
    column, value = data.draw(st.integers(0, len(names) - 1)), data.draw(st.floats(0, 1))
    new = moved(names, stated, None, column, value)
    assert set(new) == {*stated, names[column]}
    assert all(0 <= v <= 1 for v in new.values())
    assert sum(in_force(names, new, None)) == pytest.approx(1.0)
    if len(new) == len(names):
        assert sum(new.values()) == pytest.approx(1.0, abs=1e-9)
    if len(new) > 1 or len(names) == 1:
        assert new[names[column]] == pytest.approx(value, abs=1e-4)


# ------------------------------------------------------------ lists and their forms


@pytest.mark.parametrize(
    "title",
    ["Issues", "Themes", "Proposals", "Hosts", "Amendments", "Blocs", "Agenda", "Decision rules"],
)
def test_entries_are_added_copied_moved_renamed_and_removed(editor, title):
    before = document(editor)
    one = page(editor, title)
    count = one.list.count()
    one.add()
    assert one.list.count() == count + 1
    told = [f for f in editor.drafts.draft.faults() if f.check != "adoption.unreachable"]
    assert told == []
    one.list.setCurrentRow(count // 2)
    if count > 1:
        chosen = one.chosen
        one.move_by(1)
        assert one.chosen == chosen and one.list.currentRow() == count // 2 + 1
    if "id" in one.form.fields and title != "Hosts":
        line = one.form.fields["id"].widget
        line.setText("other_id")
        line.editingFinished.emit()
        assert one.chosen == "other_id" and one.entry is not None
    if title != "Hosts":
        one.duplicate()
    one.remove()
    undone(editor, before)


def test_a_design_is_chosen_level_by_level(editor):
    before = document(editor)
    one = page(editor, "Proposals")
    box = one.design.boxes["authority"]
    box.setCurrentIndex(box.findData("binding_norms"))
    design = document(editor)["proposals"][0]["design"]
    assert design["authority"] == "binding_norms"
    box.setCurrentIndex(0)
    assert "authority" not in document(editor)["proposals"][0]["design"]
    undone(editor, before)


def test_levels_are_typed_moved_and_removed(editor):
    before = document(editor)
    one = page(editor, "Issues")
    one.list.setCurrentRow(0)
    one.levels.item(3, 0).setText("In the United Nations")
    one.levels.item(3, 1).setText("united")
    issue = document(editor)["issues"][0]
    assert issue["levels"][3] == {**before["issues"][0]["levels"][3], "id": "united",
                                  "name": "In the United Nations"}  # fmt: skip
    assert row(editor)["value.venue.united"] == 0.85 and editor.drafts.draft.faults() == ()
    one.levels.item(3, 1).setText("none")  # taken
    assert "no other entry" in editor.foot.said.text()
    assert one.levels.item(3, 1).text() == "united"
    one.levels.setCurrentCell(3, 0)
    one._move_level(-1)
    assert document(editor)["issues"][0]["levels"][2]["id"] == "united"
    one._add_level()
    one._remove_level()
    undone(editor, before)


def test_members_of_a_bloc_are_ticked(editor):
    before = document(editor)
    one = page(editor, "Blocs")
    one.list.setCurrentRow(0)
    item = one.members.list.item(MEX)
    assert item.checkState() == Qt.CheckState.Unchecked
    item.setCheckState(Qt.CheckState.Checked)
    assert "EU" in row(editor)["blocs"].split(";")
    item.setCheckState(Qt.CheckState.Unchecked)
    assert "EU" not in row(editor)["blocs"].split(";")
    undone(editor, before)


def test_fields_are_typed_and_faults_stand_below_them(editor):
    before = document(editor)
    agenda = page(editor, "Agenda")
    field = agenda.form.fields["rounds"]
    field.widget.setFocus()
    field.widget.selectAll()
    QTest.keyClicks(field.widget, "many")
    assert document(editor)["agenda"][0]["rounds"] == "many"
    assert "a whole number" in field.fault.text()
    assert editor.tabs.tabText(editor.tabs.currentIndex()) == "Agenda (1)"
    field.widget.selectAll()
    QTest.keyClicks(field.widget, "12")
    assert document(editor)["agenda"][0]["rounds"] == 12 and field.fault.text() == ""
    assert editor.drafts.draft.undo().document["agenda"][0]["rounds"] != "many"  # one step
    front = page(editor, "Scenario")
    front.form.fields["summary"].widget.setPlainText("Other words")
    assert document(editor)["summary"] == "Other words"
    undone(editor, before)


# ------------------------------------------------------------ rules and parameters


def test_rules_are_chosen_and_their_parameters_set(editor):
    before = document(editor)
    rules = page(editor, "Rules")
    box = rules.rule.box
    box.setCurrentIndex(box.findData("hedonic"))
    assert document(editor)["rules"]["coalitions"] == {"name": "hedonic"}
    assert "Nash" in rules.rule.about.text()
    rules.list.setCurrentRow(5)
    form = rules.rule.settings.form
    assert rules.rule.settings.model.infos[0].name == "eta"
    form.lines["a"].setFocus()
    form.lines["a"].selectAll()
    QTest.keyClicks(form.lines["a"], "7")
    assert "a number from 0 to 1" in form.fault.text()
    form.default.click()
    assert "eta" not in document(editor)["rules"].get("belief", {})
    undone(editor, before)


def test_a_parameter_becomes_a_prior_and_the_draws_are_shown(editor):
    before = document(editor)
    imputation = page(editor, "Imputation")
    form = imputation.rule.settings.form
    for kind in PRIORS:
        form.kind.setCurrentIndex(form.kind.findData(kind))
        assert document(editor)["imputation"]["spread"]["kind"] == kind
        assert editor.drafts.draft.faults() == ()
        assert form.picture.isVisible() and "95 of 100" in form.draws.text()
    form.kind.setCurrentIndex(form.kind.findData("normal"))
    form.lines["b"].setFocus()
    form.lines["b"].selectAll()
    QTest.keyClicks(form.lines["b"], "0,02")
    assert document(editor)["imputation"]["spread"]["b"] == 0.02
    form.lines["high"].setFocus()
    form.lines["high"].selectAll()
    QTest.keyClick(form.lines["high"], Qt.Key.Key_Backspace)
    assert "high" not in document(editor)["imputation"]["spread"]
    form.lines["b"].setFocus()
    form.lines["b"].selectAll()
    QTest.keyClicks(form.lines["b"], "0,5")
    assert "give it bounds" in form.fault.text()
    form.kind.setCurrentIndex(0)
    assert isinstance(document(editor)["imputation"]["spread"], float | int)
    undone(editor, before)


def test_every_kind_of_prior_of_every_parameter_begins_sound():
    for family, names in known_rules().items():
        for name in names:
            for info in parameters(family, name):
                for kind in PRIORS:
                    setting = changed_kind(info, kind, info.default)
                    assert judged(info, setting) is None, (family, name, info.name, setting)
    assert said({"kind": "beta", "a": 2, "b": 2, "low": 0}) == "beta (2, 2), at least 0"


def test_a_decision_rule_is_for_designs_with_levels(editor):
    kinds = page(editor, "Decision rules")
    box = kinds.when.boxes["authority"]
    box.setCurrentIndex(1)
    assert document(editor)["adoption"][0]["when"]["authority"] == box.currentData()
    rule = kinds.form.fields["rule"].widget
    rule.setCurrentIndex(rule.findData("weighted_majority"))
    assert "voting weight" in kinds.form.fields["rule"].fault.text()
    assert editor.foot.effect.text() == "Mend the faults, then it can be run"


# ------------------------------------------------------------ the window itself


def test_changes_are_listed_gone_to_and_put_back(editor):
    type_into(stand(editor, "MEX", "salience.venue"), "0.9")
    agenda = page(editor, "Agenda")
    agenda.set("rounds", 30)
    parties = page(editor, "Parties")
    parties.add()
    changes = page(editor, "Changes")
    told = [changes.model.cells(one)[:3] for one in changes.model.rows]
    first = SMALL.document["agenda"][0]
    assert (f"agenda[{first['id']}].rounds", str(first["rounds"]), "30") in told
    assert ("Mexico: salience.venue", "0.45", "0.9") in told
    assert ("New party", "–", "“New party”") in told
    changes.copy()
    assert QGuiApplication.clipboard().text().startswith("What\tWas\tIs\tHolds")
    place = [one.path for one in changes.model.rows].index("parties[MEX].salience.venue")
    changes.view.activated.emit(changes.model.index(place, 0))
    assert editor.page is parties
    page(editor, "Changes")
    changes.view.selectAll()
    changes.put_back()
    assert changes.model.rows == ()
    assert editor.drafts.draft.can_undo


def test_every_field_has_a_name_for_a_screen_reader(editor):
    nameless = []
    for one in editor.pages:
        editor.tabs.setCurrentWidget(one)
        kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSlider, QAbstractItemView)
        for widget in (w for kind in kinds for w in one.findChildren(kind)):
            inner = widget.objectName().startswith("qt_") or "QHeaderView" in str(type(widget))
            scroll = "QScrollBar" in str(type(widget)) or isinstance(
                widget.parent(), QComboBox | QAbstractItemView
            )
            if widget.isVisible() and not (inner or scroll):
                text = widget.text() if hasattr(widget, "text") else ""
                if not (widget.accessibleName() or text):
                    nameless.append((one.title, type(widget).__name__))
    assert nameless == []


def test_it_is_dressed_anew_and_remembers_its_page(editor, qtbot, tmp_path):
    editor.dress(DARK)
    page(editor, "Blocs")
    editor.dress(LIGHT)
    QTest.keyClick(editor, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert editor.page.title == "Parties" and editor.parties.filter.hasFocus()
    QTest.keyClicks(editor.parties.filter, "mex")
    page(editor, "Blocs")
    with qtbot.waitSignal(editor.closed):
        editor.close()
    memory = QSettings(str(tmp_path / "editor.ini"), QSettings.Format.IniFormat)
    assert memory.value("editor/page") == "Blocs"
