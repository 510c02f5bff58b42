"""Cyclic garbage goes in the window's thread, and only while a window is open."""

import gc
import threading
import weakref

from PySide6.QtCore import QObject

from hldsim_ui.litter import Litter, collect
from tests.ui.conftest import PATIENCE


class Knot:
    """Holds itself, and says in which thread it went."""

    went: list[int]

    def __init__(self, went):
        self.itself, self.went = self, went

    def __del__(self):
        self.went.append(threading.get_ident())


def test_automatic_collection_is_off_while_a_window_is_open(window):
    assert not gc.isenabled()


def test_it_is_on_again_once_none_is(qtbot):
    parent = QObject()
    one, two = Litter(parent, lambda: False), Litter(parent, lambda: False)
    one.stop()
    assert not gc.isenabled()
    two.stop()
    two.stop()
    assert gc.isenabled()


def test_what_another_thread_lets_go_of_is_collected_here(qtbot):
    parent = QObject()
    litter = Litter(parent, lambda: False)
    went = []

    def litters():
        for _ in range(5_000):
            Knot(went)

    thread = threading.Thread(target=litters)
    thread.start()
    thread.join()
    assert not went
    litter.stir()
    qtbot.waitUntil(lambda: len(went) == 5_000, timeout=PATIENCE)
    litter.stop()
    assert set(went) == {threading.get_ident()}


def test_the_oldest_generation_waits_while_rounds_run():
    gc.disable()
    gc.collect()
    knot = Knot([])
    old = weakref.ref(knot)
    gc.collect()  # it is of the oldest generation now
    del knot
    for _ in range(40):
        held = [[] for _ in range(1_000)]
        collect(1)
        del held
    assert old() is not None
    gc.collect()
    assert old() is None
    gc.enable()
