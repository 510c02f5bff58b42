"""A state packed and unpacked is the same bit for bit; a damaged blob is an error in one line."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hldsim.errors import RunFileError
from hldsim.record.blob import pack, unpack
from tests.record.factory import make_state, same_bits

DTYPES = [np.float64, np.float32, np.int64, np.int32, np.uint8, np.bool_]
ARRAYS = st.sampled_from(DTYPES).flatmap(
    lambda kind: hnp.arrays(kind, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
)
SCRATCH = st.dictionaries(st.text(min_size=1, max_size=12), ARRAYS, max_size=4)
FLOATS = hnp.arrays(np.float64, (5,))


@given(scratch=SCRATCH, relief=FLOATS, k=st.integers(0, 2**40), adopted=st.integers(-1, 9))
def test_round_trip_is_bit_exact(scratch, relief, k, adopted):
    state = make_state(k=k, relief_p=relief, adopted=adopted, scratch=scratch)
    again = unpack(pack(state))
    assert same_bits(state, again)
    assert type(again.k) is int and type(again.adopted) is int
    assert pack(again) == pack(state)


@given(seed=st.integers(0, 99), cut=st.floats(0, 1, exclude_max=True))
def test_cut_off_blob_is_refused(seed, cut):
    blob = pack(make_state(seed=seed))
    with pytest.raises(RunFileError):
        unpack(blob[: int(len(blob) * cut)])


@given(where=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(where, bit):
    blob = bytearray(pack(make_state()))
    blob[int(where * len(blob))] ^= 1 << bit
    with pytest.raises(RunFileError) as caught:
        unpack(bytes(blob))
    assert "\n" not in str(caught.value)


def test_what_is_no_blob_is_refused():
    for stranger in (b"", b"x" * 4000, pickle.dumps({"k": 1}), pack(make_state()) + b"\0"):
        with pytest.raises(RunFileError):
            unpack(stranger)


def test_arrays_come_back_read_only_aligned_and_in_their_order():
    columns = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    big = np.arange(4, dtype=">i4")
    again = unpack(pack(make_state(scratch={"columns": columns, "big": big, "none": np.empty(0)})))
    assert again.scratch["columns"].flags.f_contiguous
    assert not again.scratch["columns"].flags.c_contiguous
    assert again.scratch["columns"].tolist() == columns.tolist()
    assert again.scratch["big"].tolist() == [0, 1, 2, 3]
    for array in (again.membership_p, again.profile.value_pl, again.scratch["columns"]):
        assert array.flags.aligned and not array.flags.writeable


def test_a_slice_with_holes_is_packed():
    wide = np.arange(20).reshape(4, 5)
    again = unpack(pack(make_state(scratch={"a": wide[:, ::2], "b": wide[::2]})))
    assert again.scratch["a"].tolist() == wide[:, ::2].tolist()
    assert again.scratch["b"].tolist() == wide[::2].tolist()


def test_objects_are_not_packed():
    with pytest.raises(TypeError, match=r"scratch\.things"):
        pack(make_state(scratch={"things": np.array([None, "x"], dtype=object)}))


def test_large_arrays_may_lie_elsewhere():
    state = make_state(p=300)
    store = {}
    blob = pack(state, store)
    assert len(blob) < 3000 < len(pack(state)) and len(store) > 5
    assert same_bits(state, unpack(blob, store.get))
    again = dict(store)
    pack(make_state(p=300, membership_p=np.zeros(300, dtype=np.int64)), again)
    assert len(again) == len(store) + 1  # only what changed is new


def test_a_missing_or_changed_piece_is_refused():
    store = {}
    blob = pack(make_state(p=300), store)
    with pytest.raises(RunFileError, match="is missing"):
        unpack(blob)
    with pytest.raises(RunFileError, match="is missing"):
        unpack(blob, {}.get)
    with pytest.raises(RunFileError, match="is damaged"):
        unpack(blob, lambda name: store[name][:-1] + b"!")
