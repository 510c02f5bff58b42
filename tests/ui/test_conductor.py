"""The conductor, with a session made up for the purpose: order, pauses, errors, idleness."""

import threading
from types import SimpleNamespace

import pytest

from hldsim.errors import InterventionError, StorageError
from hldsim.record.futures import Future, FuturesSummary
from hldsim_ui.board import Board
from hldsim_ui.conductor import Conductor
from hldsim_ui.dialogs.failed import failed_box
from hldsim_ui.sessions import Sessions
from hldsim_ui.worker import Driver, Progress

PATIENCE = 10_000


class StopsBetween:
    """An event that the window sets just after the engine looked at it."""

    def __init__(self, driver):
        self.driver, self.looks, self.event = driver, 0, threading.Event()

    def set(self):
        self.event.set()

    def is_set(self):
        seen = self.event.is_set()
        self.looks += 1
        if self.looks == 1:
            self.driver.stop()
        return seen


class FakeHistory(list):
    scenario = None

    @property
    def last(self):
        return len(self) - 1


class FakeSession:
    """Rounds without content, and a diary of what was asked in which thread."""

    def __init__(self, rounds=20, seed=1):
        self.scenario = SimpleNamespace(title="Made up", parties=(), party_index={}, rounds=rounds)
        self.seed, self.rounds, self.k = seed, rounds, 0
        self.history = FakeHistory([SimpleNamespace(k=0)])
        self.history.scenario = self.scenario
        self.read_only, self.paused_by, self.closed = False, None, False
        self.acts, self.undone, self.diary, self.threads = [], [], [], set()
        self.fails_at = None

    def _note(self, what):
        self.diary.append(what)
        self.threads.add(threading.get_ident())

    @property
    def finished(self):
        return self.k == self.history.last >= self.rounds

    def advance(self):
        self._note("advance")
        if self.fails_at == self.k + 1:
            raise RuntimeError("the engine broke")
        if self.finished:
            return None
        self.k += 1
        if self.k > self.history.last:
            self.history.append(SimpleNamespace(k=self.k))
        return self.history[self.k]

    def rewind(self, k):
        self._note(f"rewind {k}")
        self.k = k

    def apply(self, act):
        if act.kind == "bad":
            raise InterventionError("bad: allowed: set")
        self._note(f"apply {act.body['value']}")
        if self.k < self.history.last:
            self.history = FakeHistory(self.history[: self.k + 1])
        self.acts.append(act)
        self.undone.clear()
        return SimpleNamespace(text=f"{act.body['path']} = {act.body['value']}")

    @property
    def redoable(self):
        return len(self.undone)

    def undo(self):
        if not self.acts:
            raise InterventionError("nothing to undo")
        self.undone.append(self.acts.pop())
        return SimpleNamespace(text="it")

    def redo(self):
        self.acts.append(self.undone.pop())
        return self.history[self.k]

    def fork(self, k, label):
        self._note("fork")
        self.history = FakeHistory(self.history[: k + 1])

    def interventions(self):
        return tuple(self.acts)

    def futures(self):
        return FuturesSummary(self.rounds, (Future(0, last=self.history.last),))

    def explain(self, party, k):
        return (party, k)

    def save_copy(self, path):
        path.write_text("run")

    def close(self, discard=False):
        self.closed = True


class FakeSessions(Sessions):
    def __init__(self, **given):
        self.given, self.made = given, []

    def open(self, source, seed):
        if source == "missing":
            raise InterventionError("no scenario named 'missing'")
        self.made.append(FakeSession(seed=seed, **self.given))
        return self.made[-1]

    def intervention(self, kind, body, author="user"):
        return SimpleNamespace(kind=kind, body=body)


@pytest.fixture
def conductor(qtbot):
    made = Conductor(Board(), FakeSessions())
    made.set_speed(float("inf"))
    made.open("x", 4, title="X")
    idle(qtbot, made)
    yield made
    made.close()


def idle(qtbot, conductor):
    qtbot.waitUntil(lambda: not conductor.running, timeout=PATIENCE)


def session(conductor):
    return conductor.sessions.made[-1]


def test_opening_shows_the_title_first_and_the_start_then(qtbot):
    board = Board()
    conductor = Conductor(board, FakeSessions())
    conductor.open("x", 4, title="X")
    assert (board.shown.title, board.shown.history) == ("X", None)
    idle(qtbot, conductor)
    assert (board.shown.title, board.shown.k, conductor.seed) == ("Made up", 0, 4)
    conductor.close()


def test_it_plays_to_the_end_and_then_rests(qtbot, conductor):
    conductor.play()
    assert conductor.board.shown.playing
    idle(qtbot, conductor)
    shown = conductor.board.shown
    assert (shown.k, shown.finished, shown.playing) == (20, True, False)
    assert not conductor.running


def test_the_session_is_touched_by_one_thread_only_and_not_by_the_window(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    conductor.set_value("a", 1.0)
    idle(qtbot, conductor)
    threads = session(conductor).threads
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_one_round_at_a_time(qtbot, conductor):
    for k in (1, 2, 3):
        conductor.one_round()
        idle(qtbot, conductor)
        assert conductor.board.shown.k == k


def test_one_round_shows_what_is_on_record_before_it_plays(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    conductor.look_at(5)
    before = len(session(conductor).diary)
    conductor.one_round()
    assert conductor.board.shown.k == 6
    assert len(session(conductor).diary) == before


def test_pause_stops_within_a_round(qtbot, conductor):
    conductor.set_speed(50.0)
    conductor.play()
    qtbot.waitUntil(lambda: conductor.board.shown.k >= 2, timeout=PATIENCE)
    conductor.pause()
    idle(qtbot, conductor)
    assert 2 <= conductor.board.shown.k < 20
    assert conductor.board.shown.k == session(conductor).k


def test_running_from_an_earlier_round_replays_the_record(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    advanced = session(conductor).diary.count("advance")
    conductor.look_at(3)
    seen = []
    conductor.board.watch(lambda shown, names: seen.append(shown.k))
    conductor.play()
    idle(qtbot, conductor)
    assert [4, 5, 6] == [k for k in seen if k in (4, 5, 6)]
    assert conductor.board.shown.k == 20
    assert session(conductor).diary.count("advance") == advanced


def test_running_at_the_end_replays_from_the_start(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    conductor.play()
    assert conductor.board.shown.k == 0
    conductor.pause()


def test_a_change_in_the_past_branches_there(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    conductor.look_at(7)
    told = []
    conductor.told.connect(lambda role, text: told.append(text))
    conductor.set_value("parties[A].salience.x", 0.5)
    idle(qtbot, conductor)
    shown = conductor.board.shown
    assert (shown.k, shown.last, shown.finished) == (7, 7, False)
    assert shown.history is session(conductor).history
    assert "parties[A].salience.x = 0.5" in told[-1]


def test_several_changes_at_once_in_the_past_make_one_branch(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    conductor.look_at(7)
    for value in (0.1, 0.2, 0.3):
        conductor.set_value("a", value)
    idle(qtbot, conductor)
    assert [act.body["value"] for act in session(conductor).acts] == [0.1, 0.2, 0.3]
    assert session(conductor).diary.count("rewind 7") == 1


def test_a_change_once_all_is_over_holds_from_the_start(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)
    for value in (0.1, 0.2):
        conductor.set_value("a", value)
    idle(qtbot, conductor)
    assert [act.body["value"] for act in session(conductor).acts] == [0.1, 0.2]
    assert (conductor.board.shown.k, conductor.board.shown.last) == (0, 0)
    conductor.play()
    idle(qtbot, conductor)
    assert conductor.board.shown.k == 20


def test_re_run_makes_every_change_at_the_start_and_plays(qtbot, conductor):
    conductor.set_value("a", 0.1)
    conductor.play()
    idle(qtbot, conductor)
    session(conductor).acts[:] = session(conductor).acts[:1]
    conductor.rerun()
    idle(qtbot, conductor)
    assert conductor.board.shown.k == 20
    assert "rewind 0" in session(conductor).diary


def test_a_change_that_is_refused_says_why_and_nothing_moves(qtbot, conductor):
    failures = []
    conductor.failed.connect(lambda tried, error: failures.append((tried, str(error))))
    conductor.one_round()
    conductor.apply("bad", {})
    idle(qtbot, conductor)
    assert failures == [("change", "bad: allowed: set")]
    assert conductor.board.shown.k == 1


def test_undo_and_redo(qtbot, conductor):
    counts = []
    conductor.acts.connect(lambda acts, redoable: counts.append((acts, redoable)))
    conductor.set_value("a", 0.1)
    conductor.undo()
    conductor.redo()
    idle(qtbot, conductor)
    assert [acts for acts, _ in counts][-3:] == [1, 0, 1]
    assert counts[-1] == (1, 0)


def test_a_round_that_breaks_pauses_the_run_and_is_said(qtbot, conductor):
    session(conductor).fails_at = 5
    failures = []
    conductor.failed.connect(lambda tried, error: failures.append(tried))
    conductor.play()
    idle(qtbot, conductor)
    assert failures == ["round"]
    assert conductor.board.shown.k == 4
    assert not conductor.board.shown.playing


def test_a_scenario_that_is_missing_is_said(qtbot, conductor):
    failures = []
    conductor.failed.connect(lambda tried, error: failures.append(str(error)))
    conductor.open("missing", 1)
    idle(qtbot, conductor)
    assert failures == ["no scenario named 'missing'"]


def test_the_run_before_stays_if_another_cannot_be_opened(qtbot, conductor):
    first, shown = session(conductor), conductor.board
    conductor.one_round()
    idle(qtbot, conductor)
    conductor.open("missing", 1, play=True, title="Missing")
    idle(qtbot, conductor)
    assert session(conductor) is first and not first.closed
    assert (shown.shown.title, shown.shown.k, shown.shown.playing) == ("Made up", 1, False)
    conductor.reset()
    idle(qtbot, conductor)
    assert shown.shown.k == 0 and not shown.shown.playing  # not begun by the one that failed


def test_opening_another_closes_the_one_before(qtbot, conductor):
    first = session(conductor)
    conductor.reset(seed=9)
    idle(qtbot, conductor)
    assert first.closed
    assert session(conductor).seed == conductor.seed == 9
    assert conductor.board.shown.k == 0


def test_explaining_and_saving(qtbot, conductor, tmp_path):
    assert conductor.explain(2, 1) == (2, 1)
    conductor.save_copy(tmp_path / "copy.hldrun")
    idle(qtbot, conductor)
    assert (tmp_path / "copy.hldrun").read_text() == "run"


def test_closing_in_mid_run_stops_the_thread_and_closes_the_session(qtbot):
    conductor = Conductor(Board(), FakeSessions(rounds=100_000))
    conductor.set_speed(float("inf"))
    conductor.open("x", 1, play=True)
    qtbot.waitUntil(lambda: conductor.board.shown.k > 10, timeout=PATIENCE)
    conductor.close()
    assert session(conductor).closed
    assert not conductor.running


def test_what_was_asked_for_before_closing_is_done(qtbot, conductor, tmp_path):
    held = threading.Event()
    conductor.post("wait", lambda driver: held.wait(5))
    conductor.set_value("a", 0.1)
    conductor.save_copy(tmp_path / "copy.hldrun")
    conductor.reset()  # nobody will see this one
    conductor.driver.stop()
    held.set()
    assert conductor.close()
    assert len(session(conductor).acts) == 1
    assert (tmp_path / "copy.hldrun").exists()
    assert len(conductor.sessions.made) == 1 and session(conductor).closed


def test_a_stop_between_two_looks_is_not_lost():
    driver = Driver()
    driver._stop = StopsBetween(driver)
    thread = threading.Thread(target=driver.run, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()


def test_a_window_whose_engine_works_on_stays_open(window, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(window.conductor, "close", lambda: False)
        assert not window.close()
    assert window.isVisible()
    assert window.close()


def test_rounds_of_another_branch_are_not_shown_in_this_one(qtbot, conductor):
    """The engine has gone to a longer branch, and the window has not heard of it yet."""
    conductor.one_round()
    idle(qtbot, conductor)
    longer = FakeHistory(SimpleNamespace(k=k) for k in range(9))
    conductor.driver.mailbox = Progress(longer, 8, False)
    conductor.frame()
    shown = conductor.board.shown
    assert (shown.k, shown.last, shown.history.last) == (1, 1, 1)


def test_a_round_finished_while_the_window_looks_is_not_left_out(qtbot, conductor, monkeypatch):
    driver, busy = conductor.driver, [True, False, False]
    monkeypatch.setattr(Driver, "busy", property(lambda self: busy.pop(0) if busy else False))
    conductor._timer.start()
    conductor._timer.blockSignals(True)
    conductor.frame()
    assert conductor.running
    session(conductor).advance()
    driver.mailbox = Progress(session(conductor).history, 1, False)
    conductor.frame()
    assert conductor.board.shown.k == 1
    assert not conductor.running
    conductor._timer.blockSignals(False)


@pytest.fixture
def counts(qtbot, conductor):
    """What was told of acts, after one change was made and taken back."""
    told = []
    conductor.acts.connect(lambda acts, redoable: told.append((acts, redoable)))
    conductor.set_value("a", 0.1)
    conductor.undo()
    idle(qtbot, conductor)
    assert told[-1] == (0, 1)
    return told


def test_an_undo_that_fails_gives_nothing_to_redo(qtbot, conductor, counts):
    conductor.undo()
    idle(qtbot, conductor)
    assert (len(counts), counts[-1]) == (3, (0, 1))


def test_a_change_that_is_refused_leaves_what_can_be_redone(qtbot, conductor, counts):
    conductor.apply("bad", {})
    idle(qtbot, conductor)
    assert counts[-1] == (0, 1)
    conductor.redo()
    idle(qtbot, conductor)
    assert counts[-1] == (1, 0)


def test_a_run_that_cannot_be_opened_leaves_what_can_be_redone(qtbot, conductor, counts):
    conductor.open("missing", 1)
    idle(qtbot, conductor)
    assert counts[-1] == (0, 1)


def test_redo_in_haste_does_no_more_than_there_is(qtbot, conductor, counts):
    told, failures = [], []
    conductor.told.connect(lambda role, text: told.append(text))
    conductor.failed.connect(lambda tried, error: failures.append(tried))
    conductor.redo()
    conductor.redo()
    idle(qtbot, conductor)
    assert (counts[-1], len(told), failures) == ((1, 0), 1, [])


def test_what_fails_halfway_is_shown_as_it_stands(qtbot, conductor):
    conductor.play()
    idle(qtbot, conductor)

    def halfway(driver):
        driver.session.fork(3, "")
        driver.session.k = 3
        raise StorageError("no space left")

    conductor.post("re-run", halfway)
    idle(qtbot, conductor)
    shown = conductor.board.shown
    assert shown.history is session(conductor).history
    assert (shown.k, shown.last) == (3, 3)


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (InterventionError("nothing was done"), "There is nothing to undo."),
        (StorageError("no space left"), "The change was not taken back."),
    ],
)
def test_why_an_undo_failed_is_said_as_it_is(qtbot, error, title):
    box = failed_box(None, "undo", error)
    qtbot.addWidget(box)
    assert box.text() == title
