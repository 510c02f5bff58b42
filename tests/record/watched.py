"""Connections that are counted, for tests that none stays open."""

import sqlite3

import pytest


class Watched(sqlite3.Connection):
    """A connection that says whether it was closed, and can be made to fail."""

    made = []
    fails_at = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_open = True
        self.made.append(self)

    def execute(self, statement, *args):
        if self.fails_at is not None and self.fails_at in statement:
            raise sqlite3.OperationalError("disk I/O error")
        return super().execute(statement, *args)

    def close(self):
        self.is_open = False
        super().close()


@pytest.fixture
def connections(monkeypatch):
    """Call it for the connections that are open."""
    plain = sqlite3.connect
    monkeypatch.setattr(Watched, "made", [])
    monkeypatch.setattr(Watched, "fails_at", None)
    with monkeypatch.context() as patch:
        patch.setattr(sqlite3, "connect", lambda *a, **k: plain(*a, **{"factory": Watched, **k}))
        yield lambda: [connection for connection in Watched.made if connection.is_open]
