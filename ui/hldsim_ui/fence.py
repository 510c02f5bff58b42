"""A fence around Qt's own methods: an error that leaves one of them can crash the process."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

Method = TypeVar("Method", bound=Callable[..., Any])

_LOG = logging.getLogger(__name__)
Listener = Callable[[str, Exception], object]
_LISTENERS: list[Listener] = []


def listen(listener: Listener | None) -> None:
    """Have somebody told of every error logged here: name of the method, and the error."""
    _LISTENERS.clear()
    if listener is not None:
        _LISTENERS.append(listener)


def guarded(otherwise: object = None) -> Callable[[Method], Method]:
    """Decorate an overridden Qt method (``paint``, ``hoverEvent``): errors end here.

    An error is logged once per object and method, and the method returns ``otherwise``.
    """

    def decorate(method: Method) -> Method:
        @functools.wraps(method)
        def fenced(self: Any, *args: Any, **kwargs: Any) -> Any:
            try:
                return method(self, *args, **kwargs)
            except Exception as error:
                _report(self, method.__qualname__, error)
                return otherwise

        return fenced  # type: ignore[return-value]

    return decorate


def _report(owner: object, name: str, error: Exception) -> None:
    told: set[str] = owner.__dict__.setdefault("_told_of_errors", set())
    if name not in told:
        told.add(name)
        _LOG.exception("%s failed; the picture may be incomplete", name)
        for listener in _LISTENERS:
            listener(name, error)
