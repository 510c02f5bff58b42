"""Put a theme on the application: Fusion, a QPalette of our own, a small stylesheet, Inter."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from hldsim.places import resources_dir
from hldsim_ui.theme.contrast import mixed
from hldsim_ui.theme.palette import LIGHT, Palette
from hldsim_ui.theme.stylesheet import stylesheet

FAMILY = "Inter"


def apply_theme(app: QApplication, palette: Palette) -> None:
    """Dress the whole application in a palette; may be called again at any time."""
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    load_font(app, palette.points)
    app.setPalette(qt_palette(palette))
    app.setStyleSheet(stylesheet(palette))


def load_font(app: QApplication, points: float) -> None:
    """Make Inter, which hldsim carries, the font of the application, at a size in points.

    Scripts that Inter lacks (Arabic, Chinese, ...) are drawn in whatever font the desktop
    offers for them: Qt looks for missing letters by itself.
    """
    if FAMILY not in QFontDatabase.families():
        for file in sorted((resources_dir() / "fonts").glob("*.otf")):
            QFontDatabase.addApplicationFont(str(file))
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    if app.font() != font:
        app.setFont(font)


def text_scale() -> float:
    """How large text is now, of the size that lengths in pixels are meant for: 0.8 to 2.8."""
    return QApplication.font().pointSizeF() / LIGHT.points


def qt_palette(palette: Palette) -> QPalette:
    """Return the QPalette of a theme: every role, active, inactive and disabled."""
    p, role = palette, QPalette.ColorRole
    given = {
        role.Window: p.background,
        role.WindowText: p.text,
        role.Base: p.surface,
        role.AlternateBase: mixed(p.surface, p.background, 0.6),
        role.ToolTipBase: p.raised,
        role.ToolTipText: p.text,
        role.PlaceholderText: p.muted,
        role.Text: p.text,
        role.Button: p.raised,
        role.ButtonText: p.text,
        role.BrightText: p.danger,
        role.Light: mixed(p.raised, QColor("#ffffff"), 0.06 if p.dark else 0.8),
        role.Midlight: mixed(p.raised, p.border, 0.4),
        role.Mid: mixed(p.border, p.text, 0.15),
        role.Dark: mixed(p.border, p.text, 0.3),
        role.Shadow: QColor("#000000") if p.dark else mixed(p.border, p.text, 0.5),
        role.Highlight: p.accent,
        role.HighlightedText: p.accent_text,
        role.Link: p.accent,
        role.LinkVisited: mixed(p.accent, p.muted, 0.3),
        role.Accent: p.accent,
    }
    dressed = QPalette()
    for name, colour in given.items():
        dressed.setColor(name, colour)
    faint = mixed(p.muted, p.background, 0.35)
    for name in (role.WindowText, role.Text, role.ButtonText, role.PlaceholderText):
        dressed.setColor(QPalette.ColorGroup.Disabled, name, faint)
    for name in (role.Highlight, role.Accent):
        dressed.setColor(QPalette.ColorGroup.Disabled, name, p.border)
    dressed.setColor(QPalette.ColorGroup.Disabled, role.HighlightedText, p.muted)
    dressed.setColor(QPalette.ColorGroup.Disabled, role.Base, p.background)
    return dressed
