"""The State as bytes: fields in declared order, no pickle, back again bit for bit.

Layout, all numbers little-endian::

    8 bytes  magic "HLDSTATE"
    u16      version of this layout
    u32      CRC-32 of everything after it
    u32      number of fields, then for each
        u16 + text   name ("k", "profile.salience_pi", "scratch.clock")
        u8 + text    numpy dtype ("<f8", "|b1")
        u8           1 if columns come first (Fortran order), + 2 if the elements lie elsewhere
        u8 + u64 ..  number of axes, length of each
        bytes        the elements in that order, or 16 bytes that name them

The order of elements is kept because sums over an array may differ in their last bit with it.
Most of a state, the preferences above all, is the same from round to round: where a ``store`` is
given, large arrays go there once, under a name made from their bytes.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hldsim.errors import RunFileError
from hldsim.preferences.profile import PreferenceProfile
from hldsim.table.state import State

MAGIC = b"HLDSTATE"
VERSION = 1
_HEAD = struct.Struct("<8sHI")
_KINDS = "biufcSU"
"""Kinds of dtype a state may hold: bools, numbers and fixed-width text, never objects."""

PIECE = 512
"""Bytes from which an array goes to the store, if there is one."""
_NAME = 16
_COLUMNS, _ELSEWHERE = 1, 2

Array = NDArray[Any]
Fetch = Callable[[bytes], bytes | None]
"""Elements by name, or None where there are none of that name."""


def pack(state: State, store: dict[bytes, bytes] | None = None) -> bytes:
    """Return the state as bytes.

    Parameters
    ----------
    store : dict, optional
        Receives the elements of large arrays by name; they are left out of the bytes then.

    Raises
    ------
    TypeError
        If an array of ``scratch`` holds objects.
    """
    packed = [_pack_field(name, array, store) for name, array in _named(state)]
    body = struct.pack("<I", len(packed)) + b"".join(packed)
    return _HEAD.pack(MAGIC, VERSION, zlib.crc32(body)) + body


def unpack(blob: bytes, fetch: Fetch | None = None) -> State:
    """Return the state that ``pack`` turned into these bytes; its arrays are read-only.

    Parameters
    ----------
    fetch : callable, optional
        Gives what ``pack`` put into its store.

    Raises
    ------
    RunFileError
        If the bytes are cut off, changed, or no state of a layout this hldsim knows.
    """
    if len(blob) < _HEAD.size:
        raise RunFileError(f"a recorded state is cut off: {len(blob)} bytes")
    magic, version, crc = _HEAD.unpack_from(blob)
    if magic != MAGIC:
        raise RunFileError("a recorded state is damaged: it does not start as one")
    if version != VERSION:
        raise RunFileError(
            f"a recorded state has layout {version}; this hldsim reads layout {VERSION}"
        )
    body = blob[_HEAD.size :]
    if zlib.crc32(body) != crc:
        raise RunFileError("a recorded state is damaged or cut off: its checksum differs")
    try:
        return _state(_Reader(body, fetch).all())
    except (struct.error, ValueError, TypeError, KeyError, IndexError) as error:
        raise RunFileError(f"a recorded state cannot be read: {error}") from None


def _named(state: State) -> Iterator[tuple[str, Array]]:
    for field in fields(State):
        value = getattr(state, field.name)
        if field.name == "profile":
            for part in fields(PreferenceProfile):
                yield f"profile.{part.name}", getattr(value, part.name)
        elif field.name == "scratch":
            for key in sorted(value):
                yield f"scratch.{key}", np.asarray(value[key])
        elif isinstance(value, np.ndarray):
            yield field.name, value
        else:
            yield field.name, np.asarray(value, dtype=np.int64)


def _pack_field(name: str, array: Array, store: dict[bytes, bytes] | None) -> bytes:
    if array.dtype.kind not in _KINDS:
        raise TypeError(f"{name} holds {array.dtype}; a state holds bools, numbers or short text")
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    columns = array.flags.f_contiguous and not array.flags.c_contiguous
    elements = little.tobytes(order="F" if columns else "C")
    elsewhere = store is not None and len(elements) >= PIECE
    if store is not None and elsewhere:
        key = piece_name(elements)
        store[key] = elements
        elements = key
    label, kind = name.encode("utf-8"), little.dtype.str.encode("ascii")
    return b"".join(
        (
            struct.pack("<H", len(label)),
            label,
            struct.pack("<B", len(kind)),
            kind,
            struct.pack("<BB", _COLUMNS * columns | _ELSEWHERE * elsewhere, array.ndim),
            struct.pack(f"<{array.ndim}Q", *array.shape),
            elements,
        )
    )


def piece_name(elements: bytes) -> bytes:
    """Return the name of an array's elements in a store, 16 bytes made from them."""
    return hashlib.blake2b(elements, digest_size=_NAME).digest()


class _Reader:
    """Reads fields one after the other."""

    def __init__(self, body: bytes, fetch: Fetch | None) -> None:
        self._body = body
        self._fetch = fetch
        self._at = 0

    def all(self) -> dict[str, Array]:
        """Return every field by name."""
        (count,) = self._numbers("<I")
        found = dict(self._field() for _ in range(count))
        if self._at != len(self._body):
            raise ValueError(f"{len(self._body) - self._at} bytes too many")
        return found

    def _numbers(self, layout: str) -> tuple[int, ...]:
        values: tuple[int, ...] = struct.unpack_from(layout, self._body, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _bytes(self, count: int) -> bytes:
        piece = self._body[self._at : self._at + count]
        if len(piece) != count:
            raise ValueError("cut off")
        self._at += count
        return piece

    def _field(self) -> tuple[str, Array]:
        name = self._bytes(self._numbers("<H")[0]).decode("utf-8")
        dtype = np.dtype(self._bytes(self._numbers("<B")[0]).decode("ascii"))
        if dtype.kind not in _KINDS:
            raise ValueError(f"{name} holds {dtype}")
        flags, axes = self._numbers("<BB")
        shape = self._numbers(f"<{axes}Q")
        count = math.prod(shape) * dtype.itemsize
        elements = self._elsewhere(name) if flags & _ELSEWHERE else self._bytes(count)
        data = np.frombuffer(elements, dtype=dtype)
        # A copy lies where numpy likes it; the bytes of a blob may not.
        array = data.reshape(shape, order="F" if flags & _COLUMNS else "C").copy(order="K")
        array.flags.writeable = False
        return name, array

    def _elsewhere(self, name: str) -> bytes:
        key = self._bytes(_NAME)
        found = None if self._fetch is None else self._fetch(key)
        if found is None:
            raise ValueError(f"{name} is missing")
        if piece_name(found) != key:
            raise ValueError(f"{name} is damaged")
        return found


def _state(found: dict[str, Array]) -> State:
    given: dict[str, Any] = {}
    for field in fields(State):
        if field.name == "profile":
            parts = {f.name: found.pop(f"profile.{f.name}") for f in fields(PreferenceProfile)}
            given["profile"] = PreferenceProfile(**parts)
        elif field.name in ("k", "adopted"):
            given[field.name] = int(found.pop(field.name))
        elif field.name != "scratch":
            given[field.name] = found.pop(field.name)
    given["scratch"] = {name.removeprefix("scratch."): array for name, array in found.items()}
    return State(**given)
