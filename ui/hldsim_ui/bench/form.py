"""The form of a design: scenario, factors, sample, replicates, measures; faults as one types."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QGroupBox,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from hldsim.errors import HldsimError
from hldsim.experiments.across import is_across
from hldsim.experiments.sweep.design import KINDS
from hldsim.record.knowledge import known_parameters, known_rules
from hldsim.record.measures import MEASURES
from hldsim.scenario.load import list_scenarios, load_scenario
from hldsim.scenario.schema import Scenario
from hldsim_ui.bench.cells import (
    design_faults,
    first_values,
    measure_faults,
    path_faults,
    settings_of,
    settings_text,
    unknown_scenario,
    whole,
)
from hldsim_ui.bench.choosing import Choosing
from hldsim_ui.bench.paths import now_at, places, read_values, values_text
from hldsim_ui.bench.rows import Rows
from hldsim_ui.panels.seed_box import SeedBox

WAIT_MS = 300
"""Time without typing after which the design is looked at, in milliseconds."""

SAMPLES = {
    "grid": "Every combination",
    "latin": "Latin hypercube",
    "sobol": "Sobol (indices)",
    "morris": "Morris (screening)",
}
SIZES = {"latin": ("points", 64), "sobol": ("N", 64), "morris": ("trajectories", 20)}


class Form(QWidget):
    """Builds a design's document; ``changed`` says what it is now and what is wrong with it.

    ``faults`` says the same in words, below the form, where it is seen wherever one types.
    """

    changed = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.place: Path | None = None
        self.selected: str | None = None
        self._known: dict[str, Scenario] = {}
        self._settings: dict[str, Any] = {}
        self._make_fields()
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.look)
        self._listen()
        self._sample_chosen()

    # ---------------------------------------------------------------- building

    def _make_fields(self) -> None:
        self.title = QLineEdit("Untitled sweep", self)
        self.title.setAccessibleName("Title")
        self.scenario = QComboBox(self)
        self.scenario.setEditable(True)
        self.scenario.setAccessibleName("Scenario")
        self.scenario.setToolTip("A scenario by name, or the path of a folder or .zip")
        self.scenario.addItems(list(list_scenarios()))
        self.conditions = Rows(
            "condition",
            [
                ("name", "Letters, digits, _ and -"),
                ("what it sets", "PATH = VALUE, with ; between; blank: the scenario as it is"),
            ],
            self,
        )
        self.conditions.setToolTip("None: the scenario as it is")
        self.factors = Rows(
            "factor",
            [
                ("path", "Leads to a value of the scenario, as --set does"),
                ("values", "0.1 to 0.9, or 0.1, 0.5, 0.9, or consensus, majority"),
                ("steps", "Values of a range on a grid"),
                ("now", "What the scenario has there"),
            ],
            self,
        )
        self.measures = Rows(
            "measure", [("measure", "One number of each run; hldsim list measures")], self
        )
        self.kind = QComboBox(self)
        for kind in KINDS:
            self.kind.addItem(SAMPLES[kind], kind)
        self.kind.setAccessibleName("Sample")
        self.size = QSpinBox(self)
        self.size.setRange(2, 1_000_000)
        self.size.setAccessibleName("Size of the sample")
        self.size_name = QLabel(self)
        self.replicates = self._number(1, 1_000_000, 20, "Replicates", "Runs of each point")
        self.seed = SeedBox(self)
        self.seed.setValue(1)
        self.seed.setAccessibleName("Seed")
        self.seed.setToolTip("Seed of the experiment")
        self.common = QCheckBox("Common random numbers", self)
        self.common.setChecked(True)
        self.common.setToolTip("Replicate r has the same luck at every point and condition")
        self.conditioned = QCheckBox("Impose known positions", self)
        self.conditioned.setChecked(True)
        self.conditioned.setToolTip("By redrawing, as in a run")
        self.faults = QLabel(self)
        self.faults.setWordWrap(True)
        self.faults.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.faults.setAccessibleName("Faults of the design")
        self.faults.setProperty("role", "danger")
        self.faults.hide()
        self._name_fields()
        self._lay_out()

    def _number(self, low: int, high: int, value: int, name: str, tip: str) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setValue(value)
        box.setGroupSeparatorShown(True)
        box.setAccessibleName(name)
        box.setToolTip(tip)
        return box

    def _name_fields(self) -> None:
        """A box with a field inside gives the field its name, for whoever hears the page."""
        boxes: tuple[Any, ...] = (self.scenario, self.size, self.replicates, self.seed)
        for box in boxes:
            box.lineEdit().setAccessibleName(box.accessibleName())

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.addRow("Title", self.title)
        form.addRow("Scenario", self.scenario)
        sample = QGridLayout()
        sample.addWidget(self.kind, 0, 0)
        sample.addWidget(self.size_name, 0, 1)
        sample.addWidget(self.size, 0, 2)
        sample.setColumnStretch(0, 1)
        form.addRow("Sample", sample)
        numbers = QGridLayout()
        numbers.addWidget(self.replicates, 0, 0)
        numbers.addWidget(QLabel("seed", self), 0, 1)
        numbers.addWidget(self.seed, 0, 2)
        numbers.setColumnStretch(0, 1)
        form.addRow("Replicates", numbers)
        form.addRow("", self.common)
        form.addRow("", self.conditioned)
        column = QVBoxLayout(self)
        column.addLayout(form)
        for title, rows in (
            ("What is varied", self.factors),
            ("What is measured", self.measures),
            ("Conditions (none: the scenario as it is)", self.conditions),
        ):
            box = QGroupBox(title, self)
            inner = QVBoxLayout(box)
            inner.addWidget(rows)
            column.addWidget(box)
        column.addStretch(1)

    def _listen(self) -> None:
        self.kind.currentIndexChanged.connect(lambda _: self._sample_chosen())
        for box in (self.size, self.replicates, self.seed):
            box.valueChanged.connect(self._wait.start)
        for field in (self.title, self.scenario):
            signal = field.textChanged if isinstance(field, QLineEdit) else field.editTextChanged
            signal.connect(lambda _: self._wait.start())
        for switch in (self.common, self.conditioned):
            switch.toggled.connect(lambda _: self._wait.start())
        for rows in (self.factors, self.measures, self.conditions):
            rows.changed.connect(self._wait.start)
        self.factors.add_wanted.connect(self.add_factor)
        self.measures.add_wanted.connect(self.add_measure)
        self.conditions.add_wanted.connect(
            lambda: self.conditions.append(
                [f"condition_{self.conditions.table.rowCount() + 1}", ""]
            )
        )

    def _sample_chosen(self) -> None:
        kind = self.kind.currentData()
        name, size = SIZES.get(kind, ("", 0))
        self.size.setVisible(bool(name))
        self.size_name.setVisible(bool(name))
        self.size_name.setText(name)
        if name:
            self.size.setValue(size)
        self.factors.table.setColumnHidden(2, bool(name))
        self._wait.start()

    # ---------------------------------------------------------------- adding

    def loaded(self) -> Scenario | None:
        """The scenario named, loaded; None if it cannot be."""
        name = self.scenario.currentText().strip()
        if name not in self._known:
            place = name
            if self.place is not None and (self.place / name).exists():
                place = str(self.place / name)
            try:
                self._known[name] = load_scenario(place, known_rules(), known_parameters())
            except HldsimError:
                return None
        return self._known[name]

    def add_factor(self) -> None:
        """Let the user choose a path, and add a factor there."""
        scenario = self.loaded()
        if scenario is None:
            self.look()
            return
        rows = [(one.path, one.meaning, one.now) for one in places(scenario, self.selected)]
        dialog = Choosing(
            "Add a factor",
            ("path", "meaning", "now"),
            rows,
            "Parameters of the rules, then rounds and rules, then preferences of each party. Any "
            "other path of the scenario may be typed, e.g. proposals[un_embedded].design.authority",
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.put_factor(dialog.chosen))
        dialog.open()

    def put_factor(self, path: str) -> None:
        """Add a factor with a range around what the scenario has there."""
        scenario = self.loaded()
        if not path or scenario is None:
            return
        try:
            now = now_at(scenario, path)
        except HldsimError:
            now = "?"
        self.factors.append([path, first_values(path, now), "5", now])

    def add_measure(self) -> None:
        """Let the user choose a measure; its arguments are edited in the row."""
        rows = []
        for name in MEASURES:
            if not is_across(name):
                kind = MEASURES[name]
                rows.append((kind.signature, kind.meaning, kind.unit))
        dialog = Choosing(
            "Add a measure",
            ("measure", "meaning", "unit"),
            rows,
            "Words in capitals are replaced in the row: backs[PARTY; PROPOSAL] by "
            "backs[MEX; informal_hosted]",
            self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self.measures.append([dialog.chosen]))
        dialog.open()

    # ---------------------------------------------------------------- document

    def document(self) -> dict[str, Any]:
        """The design as it stands, as plain data."""
        kind = self.kind.currentData()
        scenario = self.scenario.currentText().strip()
        found: dict[str, Any] = {"title": self.title.text().strip()}
        conditions = self.conditions.rows
        if conditions:
            found["conditions"] = [
                {"id": name, "scenario": scenario, "settings": settings_of(text)}
                for name, text in conditions
            ]
        else:
            found["scenario"] = scenario
        found |= {
            "seed": self.seed.seed,
            "replicates": self.replicates.value(),
            "common_random_numbers": self.common.isChecked(),
            "conditioned": self.conditioned.isChecked(),
            "measures": [row[0] for row in self.measures.rows if row[0]],
            "sample": {"kind": kind} | ({} if kind == "grid" else {"size": self.size.value()}),
            "factors": [
                {"path": path, **read_values(values, whole(steps), kind == "grid")}
                for path, values, steps, _ in self.factors.rows
            ],
        }
        if self._settings:
            found["settings"] = self._settings
        return found

    def load(self, document: dict[str, Any], place: Path | None = None) -> None:
        """Show a design."""
        self.place = place
        self._settings = dict(document.get("settings", {}))
        conditions = document.get("conditions", [])
        self.title.setText(document.get("title", ""))
        self.title.setCursorPosition(0)
        first = conditions[0]["scenario"] if conditions else document.get("scenario", "")
        self.scenario.setEditText(document.get("scenario", first))
        self.conditions.fill(
            [[one["id"], settings_text(one.get("settings", {}))] for one in conditions]
        )
        sample = document.get("sample", {})
        self.kind.setCurrentIndex(max(self.kind.findData(sample.get("kind", "grid")), 0))
        if "size" in sample:
            self.size.setValue(sample["size"])
        self.seed.setValue(document.get("seed", 1))
        self.replicates.setValue(document.get("replicates", 20))
        self.common.setChecked(document.get("common_random_numbers", True))
        self.conditioned.setChecked(document.get("conditioned", True))
        self.measures.fill([[name] for name in document.get("measures", [])])
        scenario = self.loaded()
        rows = []
        for one in document.get("factors", []):
            try:
                now = now_at(scenario, one["path"]) if scenario else "?"
            except HldsimError:
                now = "?"
            rows.append([one["path"], values_text(one), str(one.get("steps", 5)), now])
        self.factors.fill(rows)
        self.look()

    def look(self) -> None:
        """Say what the design is and what is wrong with it."""
        self._wait.stop()
        document = self.document()
        fault = self._fault(document)
        self.faults.setText(fault)
        self.faults.setVisible(bool(fault))
        self.changed.emit(document, fault)

    def _fault(self, document: dict[str, Any]) -> str:
        scenario = self.loaded()
        faults = [] if scenario else [unknown_scenario(self.scenario.currentText())]
        for rows, said in (
            (self.factors, path_faults(scenario, [row[0] for row in self.factors.rows])),
            (self.measures, measure_faults([row[0] for row in self.measures.rows])),
        ):
            for n, fault in enumerate(said):
                rows.mark(n, fault)
            faults += [fault for fault in said if fault]
        return "\n".join([*faults, *design_faults(document)])
