"""Choose the rules of a scenario by name; whoever takes them starts a run from before round 1."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from hldsim.record.rulebook import Choice, choices, settings_for
from hldsim.scenario.paths import with_settings
from hldsim.scenario.schema import Scenario

FAMILIES = {
    "decision": "Decision rule, for every kind of design",
    "coalitions": "Who backs what",
    "protocol": "The chair's text",
    "utility": "What a design is worth",
    "strategy": "What is accepted",
    "influence": "Round tables",
}
"""Family of rules -> what it decides, in the order shown."""

AS_DECLARED = "As the scenario has them"
"""First entry where several rules of a family are in use."""


class ChooseRules(QDialog):
    """A list of rules a family; what the rule last looked at does stands below."""

    def __init__(self, scenario: Scenario, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Rules of “{scenario.title}”")
        self._scenario = scenario
        self._known = {family: choices(scenario, family) for family in FAMILIES}
        self.boxes: dict[str, QComboBox] = {}
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for family, title in FAMILIES.items():
            self.boxes[family] = self._box(family, title)
            form.addRow(title, self.boxes[family])
        self.about = QLabel()
        self.about.setWordWrap(True)
        self.about.setTextFormat(Qt.TextFormat.RichText)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.about.setMinimumHeight(190)
        self.about.setAccessibleName("About the rule")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.run = buttons.addButton("Run with these", QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addSpacing(8)
        column.addWidget(self.about, 1)
        column.addWidget(buttons)
        self._tell("decision")
        self.resize(640, self.sizeHint().height())

    @property
    def settings(self) -> dict[str, str]:
        """What differs from the scenario: path to name."""
        found: dict[str, str] = {}
        for family, box in self.boxes.items():
            name = box.currentData()
            if name:
                found |= settings_for(self._scenario, family, name)
        return found

    def changed(self) -> Scenario:
        """The scenario under the rules chosen."""
        settings = self.settings
        return with_settings(self._scenario, settings) if settings else self._scenario

    def _box(self, family: str, title: str) -> QComboBox:
        box = QComboBox()
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        box.setObjectName(f"rules_{family}")
        box.setAccessibleName(title)
        known = self._known[family]
        if not any(one.chosen for one in known):
            box.addItem(AS_DECLARED, "")
        for one in known:
            box.addItem(rule_name(one), one.name)
            row = box.count() - 1
            box.setItemData(row, one.lacking or one.summary, Qt.ItemDataRole.ToolTipRole)
            model = box.model()
            if one.lacking and isinstance(model, QStandardItemModel):
                model.item(row).setEnabled(False)
            if one.chosen:
                box.setCurrentIndex(row)
        box.currentIndexChanged.connect(lambda _: self._tell(family))
        box.highlighted.connect(lambda row: self._tell(family, row))
        return box

    def _tell(self, family: str, row: int | None = None) -> None:
        """Say what a rule does, and which of the family the scenario cannot have."""
        box = self.boxes[family]
        name = box.currentData() if row is None else box.itemData(row)
        known = {one.name: one for one in self._known[family]}
        one = known.get(str(name or ""))
        said = rule_words(one) if one else "Each kind of design has the rule it is declared with."
        parts = [f"<b>{escape(FAMILIES[family])}</b>", said]
        by_reason: dict[str, list[str]] = {}
        for other in known.values():
            if other.lacking:
                by_reason.setdefault(other.lacking, []).append(rule_name(other))
        for reason, names in by_reason.items():
            parts.append(f"Not for this scenario: {', '.join(names)} ({escape(reason)}).")
        self.about.setText("".join(f"<p>{part}</p>" for part in parts))


def rule_name(one: Choice) -> str:
    """The name of a rule, for people."""
    return one.name.replace("_", " ")


def rule_words(one: Choice) -> str:
    """What a rule says of itself: a sentence, its formula, its sources."""
    said = escape(one.summary.replace("``", ""))
    if one.formula:
        said += f"<pre>{escape(chr(10).join(one.formula))}</pre>"
    if one.sources:
        said += " " if said and not one.formula else ""
        said += f"Source: {escape(', '.join(one.sources))}"
    return said
