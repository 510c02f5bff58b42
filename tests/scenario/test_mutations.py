"""No malformed document makes a traceback: it loads, or raises the one kind of error."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hldsim.errors import ScenarioError
from hldsim.scenario.build import build
from hldsim.scenario.canonical import from_json, to_json
from hldsim.scenario.check import CHECKS, build_checked, check_document, check_scenario
from hldsim.scenario.save import save_scenario
from hldsim.scenario.schema import Scenario
from tests.scenario.small import document, files, write

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([10**400, -1, 0, 1e308, float("nan"), float("inf")]),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["un", "BEL", "other", "noncommittal", ""]),
    st.lists(st.integers() | st.text(max_size=3), max_size=3),
    st.dictionaries(st.sampled_from(["id", "kind", "a", "b", "x"]), st.text(max_size=3)),
    st.just([{"id": "a", "name": "A"}, {"id": 3}]),
)


def places(value, path=()):
    """Every place in a document, as a path of keys and positions."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, inner in items:
        if isinstance(inner, dict | list):
            found += places(inner, (*path, key))
        else:
            found.append((*path, key))
    return found


PLACES = places(document())
SOUND = build(document())


def mutate(content, path, what, value):
    """Change, delete or double what is at a place, where earlier changes left it there."""
    here = content
    for step in path[:-1]:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            return
    if not isinstance(here, dict | list):
        return
    last = path[-1]
    known = last in here if isinstance(here, dict) else isinstance(last, int) and last < len(here)
    if what == "set" and (known or isinstance(here, dict)):
        here[last] = value
    elif what == "delete" and known:
        del here[last]
    elif what == "double" and known and isinstance(here, list):
        here.append(here[last])
    elif what == "add" and isinstance(here, dict):
        here["unheard_of"] = value


CHANGES = st.lists(
    st.tuples(st.sampled_from(PLACES), st.sampled_from(["set", "delete", "double", "add"]), VALUES),
    min_size=1,
    max_size=4,
)


@settings(
    max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
@given(CHANGES)
def test_a_mutated_document_loads_or_is_refused(changes):
    content = document()
    for change in changes:
        mutate(content, *change)
    faults = check_document(content)
    assert {fault.check for fault in faults} <= set(CHECKS)
    assert all(fault.place and fault.allowed for fault in faults)
    try:
        scenario = build_checked(content)
    except ScenarioError as error:
        assert list(error.faults) == faults
    else:
        assert isinstance(scenario, Scenario)
        assert from_json(to_json(content)) == content


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.sampled_from(["scenario.toml", "parties.csv"]), st.data())
def test_mutated_files_are_checked_without_a_traceback(tmp_path, file, data):
    made = files()
    content = bytearray(made[file])
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(content) - 1))
        cut = data.draw(st.integers(0, 8))
        content[at : at + cut] = data.draw(
            st.binary(max_size=4) | st.sampled_from([b'"', b",", b";", b"\n", b"[[", b"=", b"\x00"])
        )
    made[file] = bytes(content)
    for fault in check_scenario(write(tmp_path / "small", made)):
        assert fault.check in CHECKS


@settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.binary(max_size=300))
def test_any_bytes_for_a_zip_are_checked_without_a_traceback(tmp_path, data):
    path = tmp_path / "any.zip"
    path.write_bytes(b"PK\x03\x04" + data)
    assert check_scenario(path)


@settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=3))
def test_a_zip_with_flipped_bytes_is_checked_without_a_traceback(tmp_path, flips):
    whole = bytearray(save_scenario(SOUND, tmp_path / "small.zip").read_bytes())
    for at, byte in flips:
        whole[at % len(whole)] = byte
    (tmp_path / "small.zip").write_bytes(whole)
    for fault in check_scenario(tmp_path / "small.zip"):
        assert fault.check in CHECKS
        assert fault.value
    (tmp_path / "small.zip").unlink()
