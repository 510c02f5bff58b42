"""hldsim.display: a dead display aborts Qt, so a child finds out, in time."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time

import pytest

from hldsim import display


@pytest.fixture(autouse=True)
def no_display_by_itself(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "CI"):
        monkeypatch.delenv(name, raising=False)


def no_child(*args, **settings):
    raise AssertionError("no child process is needed to know this")


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "minimal:enable_fonts"])
def test_a_platform_that_nobody_sees_is_no_display(monkeypatch, platform):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    monkeypatch.setattr(display.subprocess, "run", no_child)
    assert display.why_no_display() == f"QT_QPA_PLATFORM={platform} asks for none"


def test_a_build_server_has_no_display(monkeypatch):
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(display.subprocess, "run", no_child)
    assert not display.display_works()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="displays have no names there")
def test_no_display_named_is_no_display(monkeypatch):
    monkeypatch.setattr(display.subprocess, "run", no_child)
    assert display.why_no_display().startswith("there is no display")


def test_a_dead_display_is_no_display_and_does_not_abort_us(monkeypatch):
    monkeypatch.setenv("DISPLAY", "127.0.0.1:54321.0")
    assert display.why_no_display() == "the display (DISPLAY=127.0.0.1:54321.0) cannot be opened"


def test_a_display_that_never_answers_is_given_up_in_time(monkeypatch):
    with contextlib.closing(silent_display()) as server:
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{server.getsockname()[1] - 6000}")
        monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
        if "cannot be opened" in display.why_no_display(timeout=2.0):
            pytest.skip("Qt's xcb platform does not load here, so it never asks")
        began = time.monotonic()
        assert display.why_no_display(timeout=1.0).endswith("did not answer within 1 s")
        assert time.monotonic() - began < 10


def silent_display():
    """A socket where an X server could be, which takes a call and says nothing."""
    for port in range(6700, 6800):
        server = socket.socket()
        with contextlib.suppress(OSError):
            server.bind(("127.0.0.1", port))
            server.listen()
            return server
        server.close()
    raise OSError("no free port among those of X")


def test_as_a_command_it_says_why_and_exits_1(monkeypatch):
    monkeypatch.setenv("CI", "true")
    command = [sys.executable, "-m", "hldsim.display"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert (ran.returncode, ran.stdout) == (1, "CI=true, so nobody is watching\n")


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="needs Xvfb")
def test_a_living_display_works(monkeypatch):
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        number = server.stdout.readline().decode().strip()
        monkeypatch.setenv("DISPLAY", f":{number}")
        try:
            assert display.why_no_display(timeout=20) is None
        finally:
            server.terminate()
