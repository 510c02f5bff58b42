"""The map of the house: where scenarios and resources lie, and where a user's files go.

An installed hldsim carries its scenarios and resources in ``hldsim/_data/``;
a checkout has them at its root. Nobody else needs to know which it is.
"""

from pathlib import Path

from hldsim.errors import HldsimError

_PACKAGE = Path(__file__).resolve().parent


def scenarios_dir() -> Path:
    """Return the folder of the scenarios that come with hldsim, one folder or .zip each."""
    return _shipped("scenarios")


def resources_dir() -> Path:
    """Return the folder of icons, font, map and texts."""
    return _shipped("resources")


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
    places = [_PACKAGE / "_data" / name, _PACKAGE.parent / name]
    for place in places:
        if place.is_dir():
            return place
    looked = " nor at ".join(str(place) for place in places)
    raise HldsimError(f"this hldsim is incomplete: its {name} are neither at {looked}")
