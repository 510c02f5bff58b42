"""People at the table: who is asked, what may be seen, the hand-over. Methods named as actions.

The run file says who sits where; this only follows it. Play stops by itself before a round in
which somebody has to act (`worker.Driver`), and goes on once everybody has.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject

from hldsim.record.seating import Seating
from hldsim.report.texts import text
from hldsim_ui import jobs
from hldsim_ui.board import EVERYTHING, NOBODY, NOTHING, Shown
from hldsim_ui.dialogs import ask
from hldsim_ui.dialogs.take_seat import TakeSeat
from hldsim_ui.main_window.hand_over import HandOver
from hldsim_ui.main_window.seat_clock import SeatClock
from hldsim_ui.main_window.seat_words import (
    asked,
    author,
    awaited,
    limit,
    named,
    note,
    time_left,
    time_up,
)
from hldsim_ui.panels.seat import SeatPanel, Sitting

NO_SEATS = Seating(0)
HELD = frozenset(("compare", "rules", "bench", "report", "cards"))
"""Actions that would show what a person at the table cannot know."""
_LIMITED = "seat/limited"


class Seats(QObject):
    """Follows who sits at the table.

    Parameters
    ----------
    window : MainWindow
        Not named in the signature, so that the two files do not need each other.

    Attributes
    ----------
    limited : bool
        Whether the window is held to what the person at the table can know.
    at : int
        Party whose person sits at the computer, or `NOBODY`.
    """

    def __init__(self, window: Any) -> None:
        super().__init__(window)
        self._window = window
        self.limited = str(window.settings.value(_LIMITED, True)).lower() != "false"
        self.at = NOBODY
        self._asked: tuple[Any, ...] = ()
        self.hand_over, self.clock = HandOver(window), SeatClock(self)
        self.curtain = self.hand_over.curtain
        self.curtain.lifted.connect(self._seated)
        self.clock.told.connect(self._tell_clock)
        self.clock.ran_out.connect(self._out_of_time)
        window.conductor.asked.connect(self._called)
        window.conductor.failed.connect(self._refused)

    def begin(self) -> None:
        """Follow the board from now on, after the window itself."""
        self._window.board.watch(self._follow)
        self._window.conductor.acts.connect(self._acts_changed)

    def wire(self, panel: SeatPanel) -> None:
        """Connect the panel, once it is made."""
        panel.sent.connect(self._send)
        panel.left_to_model.connect(self._leave_to_model)
        panel.take_wanted.connect(self.take_seat)
        panel.leave_wanted.connect(self.leave_seat)
        panel.advice_wanted.connect(self._ask_advice)
        self._follow(self._window.board.shown, frozenset(("seating",)))

    # ---------------------------------------------------------------- what there is

    @property
    def seating(self) -> Seating:
        """Who sits where, and who has to act."""
        return self._window.board.shown.seating or NO_SEATS

    @property
    def panel(self) -> SeatPanel | None:
        """The seat's panel, None where it is not made yet."""
        view: SeatPanel | None = self._window.hosts["seat"].view
        return view

    @property
    def in_turn(self) -> bool:
        """Whether the person at the computer is asked."""
        return self.at in self.seating.waiting and not self.curtain.down

    @property
    def holds_back(self) -> bool:
        """Whether others' acts must not be touched from here: several people, limited sight."""
        return self.limited and len(self.seating.seats) > 1

    def live(self, shown: Shown) -> dict[str, bool]:
        """Say which of the actions are possible now."""
        there = shown.history is not None
        free = there and not self._window.conductor.read_only
        found = {
            "take_seat": free,
            "leave_seat": free and bool(self.seating.seats),
            "my_turn": bool(self.seating.seats),
            "send_turn": free and self.in_turn,
            "see_all": bool(self.seating.seats),
            "bench": True,
        }
        if self._limit(shown) != EVERYTHING:
            found |= dict.fromkeys(HELD, False)
        return found

    # ---------------------------------------------------------------- following

    def _follow(self, shown: Shown, changed: frozenset[str]) -> None:
        """Take note of what changed on the board."""
        if "scenario" in changed:
            self.at, self._asked = NOBODY, ()
            self.hand_over.end()
        if changed & {"scenario", "seating", "futures", "history", "finished", "last", "playing"}:
            self._look(shown)
        self.hand_over.gate(holds_back=self.holds_back)

    def _look(self, shown: Shown) -> None:
        seating = shown.seating or NO_SEATS
        if shown.history is None or not seating.seats:
            self._nobody_sits()
            return
        there = {seat.party for seat in seating.seats}
        if self.at not in there:
            self.at = seating.seats[0].party if len(there) == 1 else NOBODY
        if not seating.waiting:
            self.hand_over.end()
            self._watch(shown, seating)
        elif self.at in seating.waiting:
            if not self.curtain.down:
                self._ask(shown, self.at)
        else:
            self._hand_over(shown, seating.waiting[0])
        self._hold(shown)

    def _nobody_sits(self) -> None:
        self.at, self._asked = NOBODY, ()
        self.clock.stop()
        self.hand_over.end()
        self._window.board.see_as(EVERYTHING)
        if self.panel is not None:
            self.panel.show_sitting(None)

    def _watch(self, shown: Shown, seating: Seating) -> None:
        """Nobody is asked: the meeting goes on, or is over."""
        self.clock.stop()
        self._asked = ()
        panel, seat = self.panel, seating.seat(self.at)
        if panel is None:
            return
        panel.tell_clock("")
        alone = len(seating.seats) == 1 or self._limit(shown) == EVERYTHING
        if seat is None or not alone:
            panel.show_sitting(None, awaited(shown, None))
            return
        old = panel.sitting
        stays = old is not None and old.turn is None and old.seat == seat
        if not (stays and shown.playing):  # while rounds fly by, the page is not made anew
            panel.show_sitting(Sitting(shown.known, seat, words=awaited(shown, seat)))

    def _hold(self, shown: Shown) -> None:
        """Hold the window to what may be known."""
        self._window.board.see_as(self._limit(shown))

    def _limit(self, shown: Shown) -> int:
        if self.curtain.down:
            return NOTHING
        return limit(shown, self.at) if self.limited else EVERYTHING

    # ---------------------------------------------------------------- asking

    def _ask(self, shown: Shown, party: int) -> None:
        """Ask the person at the computer; what may be done comes from the session."""
        key = (party, self.seating.k, shown.history, shown.futures)
        if self._asked and all(a is b or a == b for a, b in zip(key, self._asked, strict=True)):
            return
        self._asked = key
        self._window.conductor.post("turn", jobs.turn(party), self._turn_came)

    def _turn_came(self, turn: Any) -> None:
        shown, seat = self._window.board.shown, self.seating.seat(self.at)
        if turn is None or seat is None or not self.in_turn:
            return
        if (turn.party, turn.k) != (self.at, self.seating.k):
            return  # of a turn that is over
        panel = self._window.makers.make("seat")
        if panel is None:
            return
        old = None if panel.draft is None else panel.draft.turn
        new = old is None or (old.party, old.k) != (turn.party, turn.k)
        panel.show_sitting(Sitting(shown.known, seat, turn))
        if new:
            self.clock.start(seat.clock)
            self._window.conductor.told.emit("info", asked(shown, turn))
        self._refresh()

    def _ask_advice(self) -> None:
        party, k = self.at, self.seating.k

        def came(advice: Any) -> None:
            panel = self.panel
            if panel is not None and self.at == party and advice.k == k == self.seating.k:
                panel.show_advice(advice)

        self._window.conductor.post("advice", jobs.advice(party), came)

    def _called(self) -> None:
        """The next round waits for somebody here: bring the turn up."""
        if not self.curtain.down:
            self.my_turn()

    # ---------------------------------------------------------------- acting

    def _send(self, body: Any) -> None:
        self._act(dict(body), author(self.seating.seat(self.at)))

    def _leave_to_model(self) -> None:
        self._act({"play": "model"}, author(self.seating.seat(self.at)))

    def _act(self, body: dict[str, Any], by: str, said: str = "") -> None:
        window, k = self._window, self.seating.k
        party = window.board.shown.scenario.parties[self.at]
        sent = text("sitting.sent", party=party.name, k=k)
        self.clock.stop()

        def done(_: Any) -> None:
            told = ("danger", said) if said else ("good", sent)
            window.conductor.told.emit(*told)
            self._go_on()

        job = jobs.act(window.conductor.sessions, "act", {"party": party.id, **body}, by)
        window.conductor.post("act", job, done)

    def _go_on(self) -> None:
        """Play on once nobody is asked any more."""
        board = self._window.board
        if not self.seating.waiting:
            board.look_at(board.shown.last)
            self._window.conductor.play()

    def _refused(self, tried: str, error: Exception) -> None:
        if tried == "act" and self.panel is not None:
            self.panel.refuse(str(error).splitlines()[0])

    # ---------------------------------------------------------------- the clock

    def _tell_clock(self, left: int) -> None:
        seat = self.seating.seat(self.at)
        if self.panel is not None and seat is not None:
            self.panel.tell_clock(time_left(seat, left))

    def _out_of_time(self) -> None:
        seat, shown = self.seating.seat(self.at), self._window.board.shown
        if seat is not None and self.in_turn:
            self._act({"play": seat.otherwise}, "clock", time_up(shown, seat))

    # ---------------------------------------------------------------- the hand-over

    def _hand_over(self, shown: Shown, party: int) -> None:
        """Hide the window until the next person sits down."""
        self.at, self._asked = party, ()
        self.clock.stop()
        if self.panel is not None:
            self.panel.show_sitting(None)
        name = shown.scenario.parties[party].name if shown.scenario else ""
        self.hand_over.begin(name, self.seating.seat(party))

    def _seated(self) -> None:
        """The person called for sits down."""
        self.hand_over.end()
        self._window.board.select(self.at)
        self._look(self._window.board.shown)
        self._refresh()
        self.my_turn()

    def _acts_changed(self, acts: int, redoable: int) -> None:
        self.hand_over.acts_changed(acts, redoable)
        self.hand_over.gate(holds_back=self.holds_back)

    def _refresh(self) -> None:
        self.hand_over.refresh(holds_back=self.holds_back)

    # ---------------------------------------------------------------- actions

    def take_seat(self, *_: object) -> None:
        """Ask who sits where, and take the seat from the round shown on."""
        window = self._window
        shown = window.board.shown
        if shown.scenario is None or window.conductor.read_only:
            return
        window.conductor.pause()
        dialog = TakeSeat(
            shown.scenario,
            window.settings,
            shown.selected if self.at == NOBODY else self.at,
            {seat.party: seat for seat in self.seating.seats},
            note(shown),
            window,
        )
        dialog.accepted.connect(lambda: self._taken(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _taken(self, dialog: TakeSeat) -> None:
        window, body = self._window, dialog.body
        self._limit_sight(dialog.limited.isChecked())
        window.layout_keeper.show("seat")
        window.makers.make("seat")
        window.board.select(window.board.shown.scenario.party_index[body["party"]])
        window.conductor.apply("seat", body, named(body["person"]))

    def leave_seat(self, *_: object) -> None:
        """Leave the seat to the model, from the next round on."""
        window, seat = self._window, self.seating.seat(self.at)
        if seat is None and self.seating.seats:
            seat = self.seating.seats[0]
        if seat is None:
            return
        waited_for = seat.party in self.seating.waiting
        body = {"party": seat.id, "seat": "left"}
        job = jobs.act(window.conductor.sessions, "seat", body, author(seat))

        def done(_: Any) -> None:
            name = window.board.shown.scenario.parties[seat.party].name
            window.conductor.told.emit("info", text("done.seat_left", party=name))
            if waited_for:
                self._go_on()

        window.conductor.post("act", job, done)

    def my_turn(self, *_: object) -> None:
        """Bring up the seat and give it the keyboard."""
        self._window.access.go_to("seat")

    def send_turn(self, *_: object) -> None:
        """Send the turn as it is drafted."""
        if self.panel is not None and self.in_turn:
            self.panel.send_turn()

    def see_all(self, *_: object) -> None:
        """Show everything, or hold the window to what the person at the table can know again."""
        wanted = self._window.actions_by_name["see_all"].isChecked()
        if wanted and self.limited and not ask.show_everything(self._window):
            wanted = False
        self._limit_sight(not wanted)

    def _limit_sight(self, limited: bool) -> None:
        self.limited = limited
        self._window.actions_by_name["see_all"].setChecked(not limited)
        self._look(self._window.board.shown)
        self._refresh()
