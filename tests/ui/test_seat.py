"""A person at the table, through the window: a whole run, two people, what is hidden, the clock."""

import shutil

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from hldsim.engine.choices.base import CHOICES
from hldsim.report.texts import text
from hldsim.session import Session, replay
from hldsim_ui.board import EVERYTHING, NOBODY, NOTHING, PUBLIC
from hldsim_ui.dialogs import ask
from hldsim_ui.dialogs.data_table import DataTable
from hldsim_ui.dialogs.take_seat import TakeSeat
from hldsim_ui.main_window.parts import PARTS
from hldsim_ui.panels.seat_choices import Answers, Ballots, Motion, Pick
from tests.ui.conftest import PATIENCE, settle
from tests.ui.test_accessible import unnamed

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def at_once(window):
    window.conductor.set_speed(float("inf"))


def index(window, party):
    return window.board.shown.scenario.party_index[party]


def sit(qtbot, window, party, person="Ana", *, every=1, otherwise="hold", clock=0, limited=True):
    """Take a seat by the dialog."""
    window.actions_by_name["take_seat"].trigger()
    (dialog,) = window.findChildren(TakeSeat)
    name = window.board.shown.scenario.parties[index(window, party)].name
    dialog.party.setCurrentText(name)
    dialog.person.setText(person)
    dialog.every.setValue(every)
    dialog.otherwise.setCurrentIndex(dialog.otherwise.findData(otherwise))
    dialog.clock.setValue(clock)
    dialog.limited.setChecked(limited)
    dialog.accept()
    qtbot.waitUntil(lambda: sits(window, party), timeout=PATIENCE)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not window.findChildren(TakeSeat), timeout=PATIENCE)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=PATIENCE)


def sits(window, party):
    return window.seats.seating.seat(index(window, party)) is not None


def asked(window, k=None):
    """Whether a person is asked, and the panel shows what."""
    panel = window.seats.panel
    there = window.seats.in_turn and panel.draft is not None
    turn = panel.draft.turn if there else None
    fits = there and (turn.party, turn.k) == (window.seats.at, window.seats.seating.k)
    return fits and (k is None or turn.k == k)


def until_asked(qtbot, window, k=None):
    qtbot.waitUntil(lambda: asked(window, k), timeout=PATIENCE)
    settle(qtbot, window)
    return window.seats.panel


def send(qtbot, window):
    """Send the turn, and wait until somebody is asked or called, or the run is over."""
    before = (window.seats.at, window.seats.seating.k)
    window.seats.panel.send.click()
    qtbot.waitUntil(
        lambda: (
            window.board.shown.finished
            or window.seats.curtain.down
            or (asked(window) and (window.seats.at, window.seats.seating.k) != before)
        ),
        timeout=PATIENCE,
    )
    settle(qtbot, window)


def question(panel, kind, head=""):
    return next(
        q for q in panel.questions if isinstance(q, kind) and getattr(q, "key", "").startswith(head)
    )


def choose(panel, box, value):
    """Choose in a list as a person does."""
    row = box.findData(value)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def do_something(panel):
    """Say one thing of each kind that is asked, another one each round; return the kinds."""
    k, kinds = panel.draft.turn.k, set()
    for asked_ in list(panel.questions):
        if isinstance(asked_, Ballots):
            for n, buttons in enumerate(asked_.buttons.values()):
                live = [button for button in buttons.values() if button.isEnabled()]
                live[n % len(live)].click()
            kinds.add("ballot")
        elif isinstance(asked_, Pick) and asked_.key != "bargain":
            live = [value for value, b in asked_.buttons.items() if b.isEnabled()]
            asked_.buttons[live[k % len(live)]].click()
            kinds.add(asked_.key)
        elif isinstance(asked_, Pick):
            asked_.buttons["yes"].click()
            kinds.add("bargain")
        elif isinstance(asked_, Motion) and asked_.box.count() > 1:
            choose(panel, asked_.box, asked_.box.itemData(1 + k % (asked_.box.count() - 1)))
            kinds.add("amend")
        elif isinstance(asked_, Answers) and k % 4 == 0:
            choose(panel, next(iter(asked_.boxes.values())), "no")
            kinds.add("answer")
    return kinds


def run_file(window):
    return window.conductor.driver.session.path


def test_a_whole_run_is_played_from_a_seat_and_replays(qtbot, window, tmp_path):
    sit(qtbot, window, "BEL")
    window.conductor.play()
    panel, kinds, turns = until_asked(qtbot, window, 1), set(), []
    while not window.board.shown.finished:
        turns.append(panel.draft.turn.k)
        kinds |= do_something(panel)
        assert panel.undo.isEnabled()
        send(qtbot, window)
    assert kinds >= set(CHOICES) - {"bargain"}
    assert turns[0] == 1 and turns[-1] == 19 and len(turns) >= 15
    assert not window.conductor.running
    session = window.conductor.driver.session
    fingerprint, acts = session.fingerprint, session.interventions()
    assert {act.author for act in acts} == {"person: Ana"}
    assert [act.k for act in acts if act.kind == "act"] == turns
    copy = tmp_path / "played.hldrun"
    window.conductor.save_copy(copy)
    settle(qtbot, window)
    assert replay(copy).same
    with Session.open_file(copy, read_only=True) as again:
        assert again.fingerprint == fingerprint
    bel = index(window, "BEL")
    assert panel.name.text() == "Belgium" and panel.draft is None
    assert "The run is over" in panel.about.text()
    ballots = window.board.shown.history[19].state.ballot_pd[bel]
    assert {int(b) for b in ballots} <= {1, 0, -1, -2}


def test_play_stops_for_the_seat_and_goes_on_by_itself(qtbot, window):
    sit(qtbot, window, "BEL")
    window.conductor.play()
    panel = until_asked(qtbot, window, 1)
    assert window.board.shown.last == 0 and not window.board.shown.playing
    window.conductor.play()
    settle(qtbot, window)
    assert window.board.shown.last == 0  # nobody plays past a person
    window.actions_by_name["step"].trigger()
    settle(qtbot, window)
    assert window.board.shown.last == 0
    assert panel.isAncestorOf(QApplication.focusWidget())
    question(panel, Pick, "state").buttons["informal_hosted"].click()
    send(qtbot, window)
    assert asked(window, 6) and window.board.shown.k == 5  # it has spoken: not asked before
    assert text("since.title") in panel.area.widget().findChildren(QWidget)[1].accessibleName()


def test_the_draft_is_taken_back_before_it_is_sent(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    pick = question(panel, Pick, "state")
    assert pick.buttons["silent"].isChecked() and not panel.undo.isEnabled()
    pick.buttons["un_embedded"].click()
    pick.buttons["noncommittal"].click()
    assert "names no design" in panel.said.text()
    panel.undo.click()
    assert pick.buttons["un_embedded"].isChecked()
    panel.undo.click()
    assert pick.buttons["silent"].isChecked() and not panel.undo.isEnabled()
    assert not [a for a in window.conductor.driver.session.interventions() if a.kind == "act"]


def play_to(qtbot, window, k):
    """Play some rounds before anybody sits down."""
    session = window.conductor.driver.session
    window.conductor.post("rounds", lambda driver: [session.advance() for _ in range(k)][-1])
    qtbot.waitUntil(lambda: window.board.shown.last == k, timeout=PATIENCE)
    settle(qtbot, window)


def test_what_may_not_be_done_is_dead_and_says_why(qtbot, window):
    play_to(qtbot, window, 18)
    sit(qtbot, window, "BEL")
    ballots = question(until_asked(qtbot, window, 19), Ballots)
    for key, buttons in ballots.buttons.items():
        button = buttons["object"]
        shut = text("why_not.objections_do_not_count")
        assert button.isEnabled() == (key == "ballot.un_embedded")
        assert (button.accessibleDescription() == shut) == (not button.isEnabled())
    assert window.seats.panel.said.text().startswith("0 of 3 ballots")
    ballots.buttons["ballot.un_embedded"]["object"].click()
    assert window.seats.panel.said.text().startswith("1 of 3 ballots")


def test_the_model_shows_its_advice_only_if_asked(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    assert panel.advising.said.isHidden() and panel.advising.terms.isHidden()
    panel.advising.ask.click()
    qtbot.waitUntil(lambda: panel.advice is not None, timeout=PATIENCE)
    assert "not the round in which it takes the floor" in panel.advising.said.text()
    assert not panel.advising.terms.isHidden() and "worth" in panel.advising.terms.why.text()
    send(qtbot, window)
    assert panel.advice is None and panel.advising.said.isHidden()


def test_the_model_takes_over_for_a_turn_and_for_good(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    panel.model.click()
    qtbot.waitUntil(lambda: asked(window, 2), timeout=PATIENCE)
    acts = window.conductor.driver.session.interventions()
    assert acts[-1].body == {"party": "BEL", "play": "model"}
    panel.leave.click()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    assert window.seats.seating.seats == () and panel.sitting is None
    plain = Session.open(window.board.shown.scenario, 3)
    while plain.advance() is not None:
        pass
    for one, other in zip(plain.history, window.board.shown.history, strict=True):
        assert (one.state.membership_p == other.state.membership_p).all()


def test_two_people_at_one_computer(qtbot, window):
    sit(qtbot, window, "BEL", "Ana")
    until_asked(qtbot, window, 1)
    sit(qtbot, window, "MEX", "Ben")
    seats, panel = window.seats, until_asked(qtbot, window, 1)
    assert seats.at == index(window, "BEL") and window.board.shown.seen_as == seats.at
    question(panel, Pick, "state").buttons["informal_hosted"].click()
    window.board.pin(2)
    send(qtbot, window)
    assert seats.curtain.down and window.board.shown.seen_as == NOTHING
    assert seats.curtain.whose.text() == "Mexico’s turn" and "Ben" in seats.curtain.words.text()
    assert seats.curtain.geometry() == window.rect()
    assert panel.sitting is None and window.board.shown.pinned == NOBODY
    assert seen_words(window) <= {text("sitting.curtain")}
    live = {name for name, action in window.actions_by_name.items() if action.isEnabled()}
    assert live <= {"quit", "full_screen", "text_larger", "text_smaller", "text_normal", "still"}
    assert not window.menuBar().isEnabled() and seats.curtain.button.hasFocus()
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Space + 0x0, Qt.Key.Key_F6):
        if key != Qt.Key.Key_Space:
            qtbot.keyClick(window, key)
            assert seats.curtain.button.hasFocus() and seats.curtain.down
    qtbot.keyClick(seats.curtain.button, Qt.Key.Key_Return)
    panel = until_asked(qtbot, window, 1)
    assert (
        not seats.curtain.down and seats.at == index(window, "MEX") == window.board.shown.selected
    )
    assert panel.name.text() == "Mexico" and window.menuBar().isEnabled()
    assert window.actions_by_name["find"].isEnabled()
    assert not window.actions_by_name["undo"].isEnabled()  # what Ana did is hers
    window.board.select(index(window, "BEL"))
    settle(qtbot, window)
    assert not window.hosts["inspector"].view.page.profile.isVisible()
    question(panel, Pick, "state").buttons["un_embedded"].click()
    send(qtbot, window)
    assert window.seats.seating.k == 6 and not seats.curtain.down  # who sits there goes on
    send(qtbot, window)
    assert seats.curtain.whose.text() == "Belgium’s turn"
    qtbot.mouseClick(seats.curtain.button, Qt.MouseButton.LeftButton)
    until_asked(qtbot, window, 6)
    authors = [(a.body["party"], a.author) for a in window.conductor.driver.session.interventions()]
    assert authors[2:] == [("BEL", "person: Ana"), ("MEX", "person: Ben"), ("MEX", "person: Ben")]


def seen_words(window):
    """What stands in each place that is covered; nothing where a view shows something."""
    found = set()
    for name, host in window.hosts.items():
        if name == "seat" or host.view is None or not host.isVisible():
            continue
        if host.visibleRegion().isEmpty():
            continue
        covered = host._stack.currentWidget() is host._words
        found.add(host._words.text() if covered else f"{name} is seen")
    return found


def test_the_window_is_held_to_what_a_delegation_knows(qtbot, window, monkeypatch):
    sit(qtbot, window, "BEL")
    until_asked(qtbot, window, 1)
    for part in PARTS:
        window.makers.make(part.name)
    covered = {name for name, host in window.hosts.items() if host.cover}
    private = {"issue_board", "themes", "agreement", "ballots", "preferences", "futures", "compare"}
    assert private <= covered
    assert not {"coalition_map", "world_map", "support", "meeting_record", "inspector"} & covered
    window.access.go_to("issue_board")
    settle(qtbot, window)
    host = window.hosts["issue_board"]
    assert host._stack.currentWidget() is host._words and "Belgium" in host._words.text()
    window.actions_by_name["table"].trigger()
    assert not window.findChildren(DataTable) and "Belgium" in window.status.message.whole
    window.menus["pictures"].aboutToShow.emit()
    offered = {action.text() for action in window.menus["pictures"].actions()}
    assert "Issue board" not in offered and "Coalition map" in offered
    usa, bel = index(window, "USA"), index(window, "BEL")
    assert window.conductor.explain(usa, 0) is None and window.board.shown.private_to(bel)
    assert window.board.shown.known.standing(0) == ()
    held = ("compare", "rules", "bench", "report", "cards")
    assert not any(window.actions_by_name[name].isEnabled() for name in held)

    monkeypatch.setattr(ask, "show_everything", lambda parent: False)
    window.actions_by_name["see_all"].trigger()
    assert window.board.shown.seen_as == bel and not window.actions_by_name["see_all"].isChecked()
    monkeypatch.setattr(ask, "show_everything", lambda parent: True)
    window.actions_by_name["see_all"].trigger()
    settle(qtbot, window)
    assert window.board.shown.seen_as == EVERYTHING and not host.cover
    assert host._stack.currentWidget() is host.view.widget
    assert window.actions_by_name["bench"].isEnabled()
    assert window.actions_by_name["rules"].isEnabled()
    window.actions_by_name["see_all"].trigger()
    assert window.board.shown.seen_as == bel and host.cover


def test_between_turns_of_several_people_only_public_things_are_seen(qtbot, window):
    sit(qtbot, window, "BEL")
    until_asked(qtbot, window, 1)
    sit(qtbot, window, "MEX", "Ben")
    seen = []
    window.board.watch(
        lambda shown, _: seen.append(shown.seen_as) if shown.seating and shown.playing else None
    )
    panel = until_asked(qtbot, window, 1)
    question(panel, Pick, "state").buttons["informal_hosted"].click()
    send(qtbot, window)
    window.seats.curtain.button.click()
    question(until_asked(qtbot, window, 1), Pick, "state").buttons["un_embedded"].click()
    window.seats.panel.send.click()
    qtbot.waitUntil(lambda: window.seats.seating.k == 6, timeout=PATIENCE)
    settle(qtbot, window)
    assert PUBLIC in seen and EVERYTHING not in seen


def test_a_ballot_is_in_no_view_or_table_before_the_division_closes(qtbot, window):
    play_to(qtbot, window, 18)
    sit(qtbot, window, "BEL", "Ana", limited=False)
    sit(qtbot, window, "MEX", "Ben", limited=False)
    until_asked(qtbot, window, 19)
    first = window.seats.at
    for buttons in question(window.seats.panel, Ballots).buttons.values():
        buttons["no"].click()
    send(qtbot, window)
    assert window.seats.curtain.down and window.seats.at != first
    window.seats.curtain.button.click()
    until_asked(qtbot, window, 19)
    shown = window.board.shown
    assert (shown.history[18].state.ballot_pd == -9).all()
    body = next(a.body for a in shown.futures.done[::-1] if a.kind == "act")
    assert body["ballots"] == "sealed" and "no" not in body.values()
    name = shown.scenario.parties[first].name
    futures = window.makers.make("futures")
    window.access.go_to("futures")
    settle(qtbot, window)
    done = futures.done
    lines = [done.topLevelItem(n).text(1) for n in range(done.topLevelItemCount())]
    assert f"{name} has cast its ballots (sealed)" in str(lines)
    words = str(lines) + window.status.message.whole + str(window.seats.panel.sentence(None, 0))
    assert "votes no" not in words and f"{name} votes" not in words
    for part in PARTS:
        view = window.makers.make(part.name)
        if hasattr(view, "table") and view.unavailable(shown.scenario) is None:
            assert f"{name} no" not in str(view.table(shown.history, 18))
    window.seats.panel.send.click()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    assert (window.board.shown.history[19].state.ballot_pd[first] == -1).all()


def test_time_runs_out_as_was_said_beforehand(qtbot, window):
    sit(qtbot, window, "BEL", clock=30, otherwise="model")
    panel, clock = until_asked(qtbot, window, 1), window.seats.clock
    assert clock.running and panel.clock.text() == "30 s left, then: the model plays"
    question(panel, Pick, "state").buttons["un_embedded"].click()  # not sent
    for _ in range(29):
        clock.tick()
    assert panel.clock.text().startswith("1 s left") and clock.running
    clock.tick()
    qtbot.waitUntil(lambda: asked(window, 2), timeout=PATIENCE)
    act = window.conductor.driver.session.interventions()[-1]
    assert (act.author, dict(act.body)) == ("clock", {"party": "BEL", "play": "model"})
    assert clock.running and clock.left == 30
    panel.model.click()
    qtbot.waitUntil(lambda: asked(window, 3), timeout=PATIENCE)
    assert clock.left == 30


def test_a_seat_is_taken_in_mid_run_in_another_future(qtbot, window):
    window.conductor.play()
    qtbot.waitUntil(lambda: window.board.shown.finished, timeout=PATIENCE)
    settle(qtbot, window)
    window.conductor.look_at(7)
    sit(qtbot, window, "MEX")
    until_asked(qtbot, window, 8)
    assert window.board.shown.futures.shown == 1 and window.board.shown.last == 7
    panel = window.seats.panel
    question(panel, Pick, "back").buttons["regional_processes"].click()
    send(qtbot, window)
    state = window.board.shown.history[8].state
    assert state.origin_c[state.membership_p[index(window, "MEX")]] == 2
    assert not panel.card.heading.isChecked() and not window.seats.curtain.down


def test_a_run_killed_in_mid_turn_has_every_act_that_was_acknowledged(qtbot, window, tmp_path):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    question(panel, Pick, "state").buttons["informal_hosted"].click()
    send(qtbot, window)
    question(until_asked(qtbot, window, 6), Pick, "back").buttons["un_embedded"].click()
    send(qtbot, window)
    question(until_asked(qtbot, window, 7), Pick, "back").buttons["uncommitted"].click()
    path = run_file(window)  # as a kill would leave it on the disk, in the middle of the turn
    for tail in ("", "-wal"):
        shutil.copy(path.with_name(path.name + tail), tmp_path / f"left.hldrun{tail}")
    with Session.open_file(tmp_path / "left.hldrun") as left:
        bodies = [dict(act.body) for act in left.interventions() if act.kind == "act"]
        assert bodies == [
            {"party": "BEL", "state": "informal_hosted"},
            {"party": "BEL", "back": "un_embedded"},
        ]
        assert left.k == 6 and left.seating().waiting == (index(window, "BEL"),)
    window.conductor.open_file(tmp_path / "left.hldrun")
    qtbot.waitUntil(lambda: asked(window, 7), timeout=PATIENCE)  # and goes on from there


def test_a_turn_that_is_refused_says_so_in_one_line(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    panel.sent.emit({"back": "un_embedded"})
    qtbot.waitUntil(lambda: not panel.refused.isHidden(), timeout=PATIENCE)
    assert "back in round 1" in panel.refused.text() and "\n" not in panel.refused.text()
    assert not [d for d in window.findChildren(QDialog) if d.isVisible()]
    assert panel.send.isEnabled() and window.seats.in_turn


def test_by_keyboard_alone(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    window.focus_home()
    qtbot.keyClick(window, Qt.Key.Key_F8)
    assert panel.isAncestorOf(QApplication.focusWidget())
    pick = question(panel, Pick, "state")
    for _ in range(60):
        if QApplication.focusWidget() is pick.buttons["silent"]:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is pick.buttons["silent"]
    qtbot.keyClick(pick.buttons["silent"], Qt.Key.Key_Up)  # the next of the group
    assert QApplication.focusWidget() is pick.buttons["noncommittal"]
    assert panel.draft.said == {"state": "noncommittal"}
    qtbot.keyClick(window, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: asked(window, 6), timeout=PATIENCE)
    assert window.board.shown.history[1].state.stated_p[index(window, "BEL")] == -1


def test_every_control_has_a_name(qtbot, window):
    sit(qtbot, window, "BEL")
    panel = until_asked(qtbot, window, 1)
    assert list(unnamed(panel)) == []
    question(panel, Pick, "state").buttons["informal_hosted"].click()
    send(qtbot, window)
    assert list(unnamed(panel)) == []
    assert (
        "over the status quo"
        in question(panel, Pick, "back").buttons["un_embedded"].accessibleDescription()
    )
    window.actions_by_name["take_seat"].trigger()
    (dialog,) = window.findChildren(TakeSeat)
    assert list(unnamed(dialog)) == []
    dialog.party.setCurrentText("Atlantis")
    dialog.accept()
    assert dialog.isVisible() and "Atlantis" in dialog.wrong.text()
    dialog.reject()


def test_a_read_only_run_has_no_seats_to_take(qtbot, window, tmp_path):
    sit(qtbot, window, "BEL")
    until_asked(qtbot, window, 1)
    copy = tmp_path / "kept.hldrun"
    window.conductor.save_copy(copy)
    settle(qtbot, window)
    other = Session.open_file(copy)
    window.conductor.open_file(copy)
    qtbot.waitUntil(lambda: window.conductor.read_only, timeout=PATIENCE)
    settle(qtbot, window)
    assert not window.actions_by_name["take_seat"].isEnabled()
    assert not window.actions_by_name["send_turn"].isEnabled()
    other.close()
