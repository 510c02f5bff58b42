"""How hldsim looks: colours, font, icons, style; light and dark."""

from hldsim_ui.theme.apply import apply_theme
from hldsim_ui.theme.contrast import contrast_ratio
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.keeper import ThemeChoice, ThemeKeeper
from hldsim_ui.theme.palette import DARK, LIGHT, Palette

__all__ = [
    "DARK",
    "LIGHT",
    "Palette",
    "ThemeChoice",
    "ThemeKeeper",
    "apply_theme",
    "contrast_ratio",
    "icon",
]
