"""Reduced motion: nothing that Qt would blink, fade or slide does so.

Views do not animate: a round is drawn as it stands. What is left is Qt's: the cursor of a text
field blinks, and on some desktops menus, lists and tips fade or roll open. The conductor, told of
the same choice, shows fewer rounds a second. Qt up to 6.11 does not say whether the desktop asks
for reduced motion, so the choice is the user's alone.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

_FADING = (
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)
_BEFORE = "hldsim_motion"


def still(app: QApplication, reduced: bool) -> None:
    """Let Qt's own motion stop, or go on as the desktop had it."""
    before = app.property(_BEFORE)
    if before is None:
        if not reduced:
            return
        before = [app.cursorFlashTime(), *(app.isEffectEnabled(effect) for effect in _FADING)]
        app.setProperty(_BEFORE, before)
    blink, *fading = before
    app.setCursorFlashTime(0 if reduced else blink)
    for effect, was in zip(_FADING, fading, strict=True):
        app.setEffectEnabled(effect, bool(was) and not reduced)
