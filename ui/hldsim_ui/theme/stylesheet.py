"""The stylesheet: what Fusion and a palette leave undone."""

from __future__ import annotations

from string import Template

from hldsim.places import resources_dir
from hldsim_ui.theme.contrast import SHAPE, mixed, readable
from hldsim_ui.theme.palette import Palette

TEXT_PAIRS = (
    ("text", "background"),
    ("text", "surface"),
    ("text", "raised"),
    ("text", "hover"),
    ("text", "pressed"),
    ("muted", "background"),
    ("muted", "surface"),
    ("muted", "raised"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("accent", "surface"),
    ("danger", "background"),
    ("danger", "hover"),
    ("danger", "pressed"),
    ("danger", "danger_hover"),
    ("good", "background"),
    ("good", "surface"),
)
"""(text, what it stands on) as this stylesheet uses them; `make shots` measures each, and a test
finds each pair of the sheet in here."""

_SHEET = Template("""
QMainWindow::separator { background: $border; width: 1px; height: 1px; margin: 0; }
QMainWindow::separator:hover { background: $accent; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 5px 7px; }

QMenuBar { background: $background; color: $text; border-bottom: 1px solid $border;
           padding: 2px 6px; }
QMenuBar::item { padding: 4px 9px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $hover; }
QMenu { background: $raised; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $accent; color: $accent_text; }
QMenu::item:disabled { color: $faint; background: transparent; }
QMenu::separator { height: 1px; background: $border; margin: 5px 8px; }

QToolBar { background: $background; border: 0; border-bottom: 1px solid $border;
           padding: 6px 10px; spacing: 6px; }
QToolBar::separator { background: $border; width: 1px; margin: 5px 8px; }
QToolButton { color: $text; border: 1px solid transparent; border-radius: 6px; padding: 5px 9px; }
QToolButton:hover { background: $hover; }
QToolButton:pressed, QToolButton:checked { background: $pressed; }
QToolButton:focus { border: 2px solid $ring; padding: 4px 8px; }
QToolButton:disabled { color: $faint; }
QToolButton#run { background: $accent; color: $accent_text; font-weight: 600; padding: 5px 14px; }
QToolButton#run:hover { background: $accent_hover; }
QToolButton#run:focus { border: 2px solid $text; padding: 4px 13px; }
QToolButton#run:disabled { background: $border; color: $muted; }
QToolButton#reset { color: $danger; }
QToolButton#reset:hover { background: $danger_hover; }
QToolButton#reset:disabled { color: $faint; }
QToolButton#bare { padding: 2px; }
QToolButton#bare:focus { padding: 1px; }

QLabel#title { font-size: ${title}pt; font-weight: 600; }
QLabel#caption, QLabel[role="caption"] { color: $muted; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="danger"] { color: $danger; }
QLabel[role="good"] { color: $good; font-weight: 600; }

QDockWidget { color: $text; }
QWidget#dockTitle { background: $background; border-bottom: 1px solid $border; }
QWidget#dockTitle QLabel { font-weight: 600; }
QWidget#foot { background: $background; border-top: 1px solid $border; }

QTabBar { background: $background; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $muted; border: 0; padding: 8px 10px;
               border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; background: $hover; }
QTabBar::tab:selected { color: $text; border-bottom: 2px solid $accent; font-weight: 600; }
QTabBar::tab:selected:focus { background: $hover; border: 2px solid $ring; padding: 6px 8px; }
QTabWidget::pane { border: 0; border-top: 1px solid $border; }

QHeaderView { background: $background; }
QHeaderView::section { background: $background; color: $muted; border: 0;
                       border-bottom: 1px solid $border; padding: 5px 8px; font-weight: 500; }
QTableCornerButton::section { background: $background; border: 0; }
QTableView, QListView, QTreeView, QTextBrowser { background: $surface; outline: 0;
    border: 2px solid $surface;
    selection-background-color: $accent; selection-color: $accent_text;
    alternate-background-color: $stripe; gridline-color: $grid; }
QListWidget::item { padding: 7px 8px; }
QGraphicsView { border: 2px solid $surface; }
QScrollArea { border: 2px solid transparent; }
#view QScrollArea { border: 0; }
QTableView:focus, QListView:focus, QTreeView:focus, QTextBrowser:focus, QScrollArea:focus,
QGraphicsView:focus { border: 2px solid $ring; }

QLineEdit { background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px;
            padding: 4px 8px; selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit:focus { border: 2px solid $ring; padding: 3px 7px; }
QPlainTextEdit { background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px;
                 padding: 2px 4px; selection-background-color: $accent;
                 selection-color: $accent_text; }
QPlainTextEdit:focus { border: 2px solid $ring; padding: 1px 3px; }
QLineEdit:disabled { color: $faint; background: $background; }
QAbstractSpinBox#seed { background: $surface; color: $text; border: 1px solid $edge;
    border-radius: 6px;
                padding: 4px 6px; }
QAbstractSpinBox#seed QLineEdit { border: 0; padding: 0 6px; background: transparent; }
QAbstractSpinBox#seed::up-button { subcontrol-position: top right; width: 0; border: 0; }
QAbstractSpinBox#seed::down-button { subcontrol-position: bottom right; width: 0; border: 0; }
QAbstractSpinBox#seed:focus { border: 2px solid $ring; padding: 3px 5px; }
QAbstractSpinBox#seed QLineEdit:focus { border: 0; padding: 0 6px; }
QWidget#bench QAbstractSpinBox { background: $surface; color: $text; border: 1px solid $edge;
    border-radius: 6px; padding: 4px 6px; }
QWidget#bench QAbstractSpinBox:focus { border: 2px solid $ring; padding: 3px 5px; }
QWidget#bench QAbstractSpinBox QLineEdit { border: 0; padding: 0 6px; background: transparent; }
QWidget#bench QAbstractSpinBox::up-button, QWidget#bench QAbstractSpinBox::down-button {
    width: 0; border: 0; }
QCheckBox, QRadioButton { border: 2px solid transparent; border-radius: 4px; padding: 1px 2px; }
QCheckBox:focus, QRadioButton:focus { border-color: $ring; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QComboBox { background: $raised; color: $text; border: 1px solid $edge; border-radius: 6px;
            padding: 3px 8px; selection-background-color: $accent; selection-color: $accent_text; }
QComboBox:hover { background: $hover; }
QComboBox:focus { border: 2px solid $ring; padding: 2px 7px; }
QComboBox:disabled { color: $faint; background: $background; border-color: $border; }
QComboBox::drop-down { border: 0; width: ${arrow_room}px; }
QComboBox::down-arrow { image: url("$arrow"); width: ${arrow_size}px; height: ${arrow_size}px; }
QCheckBox::indicator, QRadioButton::indicator, QMenu::indicator, QListView::indicator {
    width: ${box}px; height: ${box}px; border: 1px solid $edge; border-radius: 3px;
    background: $surface; }
QRadioButton::indicator { border-radius: ${half}px; }
QMenu::indicator { margin-left: 6px; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked, QMenu::indicator:checked,
QListView::indicator:checked {
    background: $accent; border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:disabled { border-color: $border; background: $background; }
QPushButton { background: $raised; color: $text; border: 1px solid $edge; border-radius: 6px;
              padding: 5px 14px; min-height: 16px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $pressed; }
QPushButton:focus { border: 2px solid $ring; padding: 4px 13px; }
QPushButton:default { background: $accent; color: $accent_text; border-color: $accent; }
QPushButton:default:focus { border: 2px solid $text; padding: 4px 13px; }
QPushButton:disabled { color: $faint; background: $background; border-color: $border; }

QSlider { background: transparent; }
QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 4px; background: $border; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal { background: $surface; border: 2px solid $accent; width: 11px;
                             height: 11px; margin: -6px 0; border-radius: 7px; }
QSlider::handle:horizontal:hover { background: $accent; }
QSlider::handle:horizontal:focus { background: $accent; border-color: $text; }
QSlider::sub-page:horizontal:disabled { background: $border; }
QSlider::handle:horizontal:disabled { border-color: $border; background: $background; }

QScrollBar:vertical { background: transparent; width: 11px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 11px; margin: 0; }
QScrollBar::handle { background: $thumb; border-radius: 3px; margin: 2px 3px;
                     min-height: 28px; min-width: 28px; }
QScrollBar::handle:horizontal { margin: 3px 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QStatusBar { background: $background; color: $muted; border-top: 1px solid $border; }
QStatusBar::item { border: 0; }
QStatusBar QLabel { padding: 3px 8px; color: $muted; }
QStatusBar QLabel[role="strong"] { color: $text; }
QStatusBar QLabel[role="good"] { color: $good; }
QStatusBar QLabel[role="danger"] { color: $danger; }
QWidget#timeline { background: $background; border-top: 1px solid $border; }
QFrame#rule { background: $border; }
""")


def named_colours(palette: Palette) -> dict[str, str]:
    """Return the colours the stylesheet uses, by name, as #rrggbb."""
    p = palette
    tint = 0.07 if p.dark else 0.06
    derived = {
        "hover": mixed(p.background, p.text, tint),
        "pressed": mixed(p.background, p.text, 2 * tint),
        "stripe": mixed(p.surface, p.background, 0.6),
        "edge": readable(p.border, p.background, p.text, SHAPE),
        "ring": p.accent,
        "thumb": mixed(p.border, p.muted, 0.3),
        "faint": mixed(p.muted, p.background, 0.35),
        "accent_hover": mixed(p.accent, "#ffffff" if p.dark else "#000000", 0.12),
        "danger_hover": mixed(p.background, p.danger, 0.08),
    }
    plain = (
        "background surface raised text muted grid border accent accent_text danger good"
    ).split()
    return {name: getattr(p, name).name() for name in plain} | {
        name: colour.name() for name, colour in derived.items()
    }


def stylesheet(palette: Palette) -> str:
    """Return the application's stylesheet in the colours of a palette."""
    icons = resources_dir() / "icons"
    arrow, tick = ("on_dark", "black") if palette.dark else ("on_light", "white")
    box = round(1.3 * palette.points)
    return _SHEET.substitute(
        named_colours(palette),
        title=f"{1.15 * palette.points:.2f}",
        arrow=(icons / f"arrow_{arrow}.svg").as_posix(),
        tick=(icons / f"tick_{tick}.svg").as_posix(),
        box=box,
        half=(box + 2) // 2,
        arrow_size=round(1.2 * palette.points),
        arrow_room=round(1.2 * palette.points) + 8,
    )
