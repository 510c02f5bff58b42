"""What every test stands on: no screen, and settings that are nobody's own."""

import os
import sys
from pathlib import Path

import hypothesis
import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# On a loaded machine any example may take long: time is measured by `make bench`, not here.
hypothesis.settings.register_profile("hldsim", deadline=None)
hypothesis.settings.load_profile("hldsim")


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the files of a user out of the tests, and those of the tests out of hers."""
    home = tmp_path_factory.mktemp("user")
    for place in ("CONFIG", "DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{place}_HOME", str(home / place.lower()))
    if "PySide6.QtCore" in sys.modules:  # Qt looks at the environment once, so it is told
        from PySide6.QtCore import QSettings

        for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
            QSettings.setPath(kind, QSettings.Scope.UserScope, str(home / "config"))
    return home
