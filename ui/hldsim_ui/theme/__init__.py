"""How hldsim looks: colours, font, icons, style; light, dark and for a projector."""

from hldsim_ui.theme.apply import apply_theme, text_scale
from hldsim_ui.theme.contrast import contrast_ratio
from hldsim_ui.theme.icons import icon
from hldsim_ui.theme.keeper import ThemeChoice, ThemeKeeper
from hldsim_ui.theme.palette import DARK, LIGHT, PROJECTOR, Palette, sized

__all__ = [
    "DARK",
    "LIGHT",
    "PROJECTOR",
    "Palette",
    "ThemeChoice",
    "ThemeKeeper",
    "apply_theme",
    "contrast_ratio",
    "icon",
    "sized",
    "text_scale",
]
