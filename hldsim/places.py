"""The map of the house: where scenarios and resources lie, and where a user's files go.

An installed hldsim carries its scenarios and resources in ``hldsim/_data/``;
a checkout has them at its root. Nobody else needs to know which it is.
"""

from collections.abc import Callable
from pathlib import Path

from hldsim.errors import HldsimError

_PACKAGE = Path(__file__).resolve().parent


def scenarios_dir() -> Path:
    """Return the folder of the scenarios that come with hldsim, one folder or .zip each."""
    return _shipped("scenarios")


def resources_dir() -> Path:
    """Return the folder of icons, font, map and texts."""
    return _shipped("resources")


def docs_dir() -> Path:
    """Return the folder of the documentation: the model, its limits, its sources."""
    return _shipped("docs")


def citation_file() -> Path:
    """Return ``CITATION.cff``: how hldsim, and what it rests on, are to be cited."""
    return _shipped_file("CITATION.cff")


def licence_file() -> Path:
    """Return ``LICENSE``, word by word."""
    return _shipped_file("LICENSE")


def user_data_dir() -> Path:
    """Return the folder for what a user keeps (own scenarios, runs); it may not exist yet."""
    from platformdirs import user_data_path

    return user_data_path("hldsim", appauthor=False)


def user_state_dir() -> Path:
    """Return the folder for what hldsim remembers (window, last run); it may not exist yet."""
    from platformdirs import user_state_path

    return user_state_path("hldsim", appauthor=False)


def user_log_dir() -> Path:
    """Return the folder for the log and for reports of faults; it may not exist yet."""
    from platformdirs import user_log_path

    return user_log_path("hldsim", appauthor=False)


def _shipped(name: str) -> Path:
    """Look in the package first, at the root of the checkout second."""
    return _first(name, Path.is_dir, "its {name} are neither at {places}")


def _shipped_file(name: str) -> Path:
    return _first(name, Path.is_file, "{name} is neither at {places}")


def _first(name: str, there: Callable[[Path], bool], missing: str) -> Path:
    places = [_PACKAGE / "_data" / name, _PACKAGE.parent / name]
    for place in places:
        if there(place):
            return place
    looked = " nor at ".join(str(place) for place in places)
    raise HldsimError(f"this hldsim is incomplete: {missing.format(name=name, places=looked)}")
