"""hldsim.places: the package first, the checkout second."""

from pathlib import Path

import pytest

from hldsim import places
from hldsim.errors import HldsimError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def house(tmp_path, monkeypatch):
    package = tmp_path / "hldsim"
    package.mkdir()
    monkeypatch.setattr(places, "_PACKAGE", package)
    return tmp_path


def test_in_a_checkout_they_lie_at_its_root():
    assert places.scenarios_dir() == ROOT / "scenarios"
    assert places.resources_dir() == ROOT / "resources"


def test_what_the_package_carries_comes_first(house):
    (house / "scenarios").mkdir()
    (house / "hldsim" / "_data" / "scenarios").mkdir(parents=True)
    assert places.scenarios_dir() == house / "hldsim" / "_data" / "scenarios"


def test_if_they_are_nowhere_it_says_where_it_looked(house):
    with pytest.raises(HldsimError, match="its resources are neither at .*_data.*resources nor at"):
        places.resources_dir()


def test_a_users_files_go_where_the_desktop_says(own_settings):
    assert own_settings in places.user_data_dir().parents
    assert own_settings in places.user_state_dir().parents
