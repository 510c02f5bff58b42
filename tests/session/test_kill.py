"""Killed at any moment, a run keeps what it acknowledged; scripts/killtest.py does 100 kills."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
def test_ten_kills():
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "killtest.py"), "--kills", "10"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"10 kills .* wrong: 0$", done.stdout.strip())
