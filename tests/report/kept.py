"""Run files that reports are made from: plain, with acts and forks, stopped, played from a seat."""

from hldsim.record.kept import kept_run
from hldsim.session import Intervention, Session
from tests.session.scene import classroom, play, set_

DATE = "2026-11-24"


def plain(folder, seed=1, rounds=None):
    """A run that nobody touched, played so far."""
    path = folder / f"plain-{seed}-{'all' if rounds is None else rounds}.hldrun"
    with Session.open(classroom(), seed, path) as session:
        play(session, rounds)
    return path


def changed(folder):
    """A run with a fork: the second future weighs Mexico's venue down and has a note."""
    path = folder / "changed.hldrun"
    with Session.open(classroom(), 1, path) as session:
        play(session)
        session.rewind(6)
        session.apply(set_("parties[MEX].salience.venue", 0.05))
        play(session)
        session.note(8, "Here Mexico waits & wonders <why>")
    return path


def seated(folder):
    """A run in which a person plays the United States."""
    path = folder / "seated.hldrun"
    with Session.open(classroom(), 1, path) as session:
        taken = {"party": "USA", "seat": "taken", "person": "Ada & Co <team>", "otherwise": "hold"}
        session.apply(Intervention("seat", taken))
        session.apply(Intervention("act", {"party": "USA", "state": "un_embedded"}, author="Ada"))
        play(session, 6)
        session.apply(Intervention("act", {"party": "USA", "back": "informal_hosted"}))
        play(session)
    return path


def read(path, branch=None):
    """The run as a report reads it."""
    return kept_run(path, branch)
