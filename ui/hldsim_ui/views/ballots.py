"""The roll call: every member's hypothetical ballot on a design, as on the boards of the UN."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QComboBox, QLabel, QToolTip

from hldsim.domain.ballots import Ballot
from hldsim.record.history import History
from hldsim.report.tables import Table
from hldsim.report.texts import text
from hldsim.scenario.schema import Scenario
from hldsim.table.state import NOT_ASKED
from hldsim_ui.theme import LIGHT, Palette
from hldsim_ui.views.ballots_data import (
    Close,
    Closes,
    ballot_word,
    ballots,
    closing,
    hypothetical,
    outcome,
    roll,
    sentence,
    table,
    verdict_words,
    waiting,
)
from hldsim_ui.views.ballots_items import BoardItem, Call, paint_light
from hldsim_ui.views.base import LIVE_VIEWS, NOBODY, Picks
from hldsim_ui.views.frame import Frame
from hldsim_ui.views.key_strip import Key, KeyStrip, in_pixels
from hldsim_ui.views.map_words import position_known, tip

TYPE = 0.88
"""Size of the type above and below the board, of the application's."""


@LIVE_VIEWS.register("ballots")
class Ballots:
    """Members in alphabetical order, a light beside each; a list above chooses the design.

    Ballots are asked once, at the close, on every design as tabled. Above the board stand the
    totals and what the rule that the design needs makes of the answers.
    """

    title = "Ballots: roll call"

    def __init__(self) -> None:
        self.widget = Frame(self.title, side_width=0)
        self.widget.copy_text = self._copied
        self._picks = Picks()
        self._scenario: Scenario | None = None
        self._palette = LIGHT
        self._shown: tuple[History, int, int] | None = None
        self._kept: NDArray[np.bool_] | None = None
        self._roll: list[int] = []
        self._closes = Closes()
        self.head, self.board, self.foot = KeyStrip(), BoardItem(), KeyStrip()
        self._set_up_plot()
        self.label, self.design = QLabel(text("ballots.design")), QComboBox()
        self._set_up_choice()

    @property
    def picked(self) -> Signal:
        """Signal of the party index clicked; `NOBODY` beside all members."""
        return self._picks.party

    def unavailable(self, scenario: Scenario) -> str | None:
        """Nobody to ask, nothing to ask about, or no round in which it is asked."""
        if not scenario.proposals:
            return text("ballots.no_proposals")
        if closing(scenario) is None:
            return text("ballots.no_phase")
        return None if roll(scenario) else text("ballots.no_members")

    def load(self, scenario: Scenario, palette: Palette) -> None:
        """Call the roll and list the designs; a picture on show is drawn in the new colours."""
        if self._scenario is not scenario:
            self._scenario, self._shown, self._kept = scenario, None, None
            self._roll = roll(scenario)
            self._list_designs(scenario)
        self._palette = palette
        self.widget.dress(palette)
        self.label.setStyleSheet(f"color: {palette.muted.name()};")
        font = in_pixels(self.widget.font(), TYPE * palette.points)
        for item in (self.head, self.board, self.foot):
            item.font = font
        self._redraw()

    def dim(self, kept_p: NDArray[np.bool_] | None) -> None:
        """Draw parties outside the mask faint from the next draw on; None shows all fully."""
        self._kept = kept_p

    def draw(self, history: History, k: int, selected: int = NOBODY) -> None:
        """Show the ballots known after round ``k``, or when they come."""
        if self._scenario is None or not 0 <= k < len(history):
            return self.clear()
        self._shown = (history, k, selected)
        asked = ballots(history, k)
        self._show(None if asked is None else asked[:, self.chosen], selected)
        close = self._closes.of(history, k, self.chosen)
        self._write(self._scenario, history, k, close)
        said = sentence(history, k, self.chosen, close)
        self.widget.plot.setAccessibleDescription(said)

    def clear(self) -> None:
        """Show the roll, and no ballots."""
        self._shown = None
        self._closes.forget()
        self.board.hovered = NOBODY
        if self._scenario is not None:
            self._show(None, NOBODY)
            self.head.show_keys((), self._palette)
            self.foot.show_keys((), self._palette)
            self._lay_out()

    @property
    def chosen(self) -> int:
        """Index of the proposal on the board."""
        return max(self.design.currentIndex(), 0)

    def choose(self, d: int) -> None:
        """Put proposal ``d`` on the board."""
        self.design.setCurrentIndex(d)

    def table(self, history: History, k: int) -> Table:
        """One row a member: its ballot on every design."""
        return table(self.title, history, k)

    def sentence(self, history: History, k: int) -> str:
        """Say how the ballots on the chosen design stand, or when they come."""
        if not 0 <= k < len(history):
            return text("view.empty")
        d = min(self.chosen, len(history.scenario.proposals) - 1)
        return sentence(history, k, d, self._closes.of(history, k, d))

    def party_at(self, where: QPointF) -> int:
        """Return the member at a point of the scene, or `NOBODY`."""
        return self.board.party_at(where)

    def spot_of(self, party: int) -> QPointF:
        """Where a member is drawn, as a point of the scene."""
        return self.board.cell(self._roll.index(party)).center()

    def tip(self, party: int) -> str:
        """What hovering over a member says."""
        if self._shown is None or self._scenario is None or party == NOBODY:
            return ""
        history, k, _ = self._shown
        asked = ballots(history, k)
        said = (
            text("ballots.tip_waiting")
            if asked is None
            else text(
                "ballots.tip_ballot",
                proposal=self._scenario.proposals[self.chosen].label,
                ballot=ballot_word(int(asked[party, self.chosen])),
            )
        )
        return f"{tip(history, k, party)}<br>{said}"

    def _set_up_plot(self) -> None:
        plot = self.widget.plot
        for side in ("left", "bottom"):
            plot.getPlotItem().hideAxis(side)
        plot.setMouseEnabled(x=False, y=False)
        scene = plot.scene()
        for item in (self.board, self.head, self.foot):
            item.setZValue(10)
            scene.addItem(item)
        plot.sigDeviceRangeChanged.connect(self._lay_out)
        scene.sigMouseMoved.connect(self._hover)
        scene.sigMouseClicked.connect(self._click)
        plot.viewport().setMouseTracking(True)

    def _set_up_choice(self) -> None:
        self.label.setBuddy(self.design)
        self.design.setAccessibleName(text("ballots.design"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.design.setSizeAdjustPolicy(policy)
        self.design.setMinimumContentsLength(12)
        self.design.currentIndexChanged.connect(self._redraw)
        top = self.widget.top
        top.setContentsMargins(8, 4, 8, 2)
        top.setSpacing(6)
        top.addWidget(self.label)
        top.addWidget(self.design, 1)
        top.addStretch(1)
        self.widget.controls.extend((self.label, self.design))

    def _list_designs(self, scenario: Scenario) -> None:
        self.design.blockSignals(True)
        self.design.clear()
        for d, proposal in enumerate(scenario.proposals):
            self.design.addItem(proposal.label)
            self.design.setItemData(d, proposal.summary, Qt.ItemDataRole.ToolTipRole)
        self.design.blockSignals(False)

    def _show(self, ballot_p: NDArray[np.int64] | None, selected: int) -> None:
        assert self._scenario is not None
        parties = [self._scenario.parties[n] for n in self._roll]
        count = len(parties)
        self.board.show_call(
            Call(
                party=self._roll,
                names=[party.name for party in parties],
                codes=[party.iso3 or party.id for party in parties],
                ballot=np.full(count, NOT_ASKED) if ballot_p is None else ballot_p[self._roll],
                known=np.array([position_known(party) for party in parties]),
                kept=np.ones(count, dtype=bool) if self._kept is None else self._kept[self._roll],
                selected=selected,
                palette=self._palette,
            )
        )

    def _write(self, scenario: Scenario, history: History, k: int, close: Close | None) -> None:
        """Above: design, totals, verdict. Below: how to read it, and what it is not."""
        palette = self._palette
        head = [Key(scenario.proposals[self.chosen].label, strong=True)]
        if close is None:
            said = [Key(waiting(scenario, k))]
        else:
            head += [
                Key(
                    text(f"ballots.{ballot.name.lower()}", count=count),
                    partial(_light, palette, ballot),
                )
                for ballot, count in close.total.items()
            ]
            said = [] if close.verdict is None else [Key(verdict_words(close.verdict))]
        self.head.show_keys((head, said), palette)
        notes = [outcome(history, k), text("ballots.known"), hypothetical(scenario)]
        self.foot.show_keys([[Key(words, quiet=True) for words in notes if words]], palette)
        self._lay_out()

    def _lay_out(self, *_: object) -> None:
        """Give the words the height they need, and the board the rest."""
        plot = self.widget.plot
        width, height = float(plot.width()), float(plot.height())
        above = min(self.head.fit(width, 0.16 * height), 0.4 * height)
        below = min(self.foot.fit(width, 0.16 * height), 0.4 * height)
        self.head.stand(QRectF(0.0, 0.0, width, above))
        self.board.stand(QRectF(0.0, above, width, height - above - below))
        self.foot.stand(QRectF(0.0, height - below, width, below))

    def _redraw(self, *_: object) -> None:
        if self._shown is not None:
            self.draw(*self._shown)
        else:
            self.clear()

    def _hover(self, where: QPointF) -> None:
        party = self.party_at(where)
        if party != self.board.hovered:
            self.board.hovered = party
            self.board.update()
        plot, words = self.widget.plot, self.tip(party)
        if words:
            QToolTip.showText(plot.mapToGlobal(plot.mapFromScene(where)), words, plot)
        else:
            QToolTip.hideText()

    def _click(self, event: QEvent) -> None:
        where = event.scenePos()
        left = event.button() == Qt.MouseButton.LeftButton
        if left and self.board.boundingRect().contains(where):
            self._picks.party.emit(self.party_at(where))

    def _copied(self) -> str:
        return "" if self._shown is None else self.table(*self._shown[:2]).text()


def _light(palette: Palette, ballot: Ballot, painter: QPainter, box: QRectF) -> None:
    paint_light(painter, palette, ballot, box.center(), box.height())
