"""What `make shots` looks for is found where it is, and not where it is not."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from hldsim_ui.theme import DARK, LIGHT

SCRIPT = Path(__file__).parents[2] / "scripts" / "shots.py"


@pytest.fixture(scope="module")
def shots():
    spec = importlib.util.spec_from_file_location("shots", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(qtbot):
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def found(shots, root):
    root.show()
    return list(shots.layout_faults(root, "here"))


@pytest.mark.parametrize("kind", [QLabel, QPushButton])
def test_clipped_text(shots, root, kind):
    widget = kind("A text that needs some room", root)
    widget.setGeometry(0, 0, 40, 24)
    assert "clipped" in found(shots, root)[0]
    widget.setGeometry(0, 0, 290, 40)
    assert found(shots, root) == []


def test_a_clipped_paragraph_and_a_clipped_placeholder(shots, root):
    words = QLabel("A paragraph of some length that takes several lines. " * 3, root)
    words.setWordWrap(True)
    words.setGeometry(0, 0, 200, 20)
    line = QLineEdit(root)
    line.setPlaceholderText("What may be written here")
    line.setGeometry(0, 100, 60, 30)
    assert len(found(shots, root)) == 2


def test_overlapping_siblings(shots, root):
    one, other = QLabel("One", root), QLabel("Other", root)
    one.setGeometry(0, 0, 100, 40)
    other.setGeometry(50, 20, 100, 40)
    (fault,) = found(shots, root)
    assert "overlap: QLabel 'One'" in fault and "'Other'" in fault
    other.setGeometry(120, 0, 100, 40)
    assert found(shots, root) == []


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda p: p.name)
def test_contrast(shots, palette):
    assert list(shots.contrast_faults(palette)) == []
    faint = replace(palette, muted=palette.border)
    assert any("muted on surface" in fault for fault in shots.contrast_faults(faint))


def test_a_small_picture_keeps_its_colours(shots, tmp_path):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("#ffffff"))
    for n in range(64):
        image.setPixelColor(n, 0, QColor(n, n, n))
    image.setPixelColor(5, 5, QColor("#b3261e"))
    shots.save(image, tmp_path / "small.png")
    again = QImage(str(tmp_path / "small.png"))
    assert again.pixelColor(5, 5).name() == "#b3261e"
    assert again.pixelColor(40, 40).name() == "#ffffff"
    assert len(shots.colours(again)) >= 2
