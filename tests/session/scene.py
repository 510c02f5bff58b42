"""A small table, and what one may do at it."""

from functools import cache

from hldsim.scenario.build import build
from hldsim.scenario.canonical import from_json, to_json
from hldsim.scenario.load import load_scenario
from hldsim.session import Intervention, Session

SEED = 3


@cache
def classroom():
    """As a run file gives it back: keys of tables in order of name."""
    return build(from_json(to_json(load_scenario("classroom_small").document)))


def set_(path, value):
    return Intervention("set", {"path": path, "value": value})


def act(party, **what):
    body = {key.replace("__", "."): value for key, value in what.items()}
    return Intervention("act", {"party": party, **body})


def opened(path=None, seed=SEED):
    return Session.open(classroom(), seed, path)


def play(session, rounds=None):
    """Advance to the end, or by so many rounds."""
    while rounds is None or rounds > 0:
        if session.advance() is None:
            return session
        rounds = None if rounds is None else rounds - 1
    return session


def digests(history):
    return [snapshot.digest for snapshot in history]


PUSH = act("USA", back="un_embedded", answer__un_embedded="yes")
ANSWER = act("USA", answer__un_embedded="yes")
TURN = set_("parties[USA].ideal.authority", 1.0)
DIAL = set_("rules.coalitions.beta", 0.9)
