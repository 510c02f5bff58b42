"""The public face: what ``__all__`` promises is there, and costs nothing until used."""

import subprocess
import sys

import pytest

import hldsim

PUBLIC = {
    *("HldsimError", "Results", "__version__", "ensemble"),
    *("list_scenarios", "load_scenario", "run", "sweep"),
}


def test_all_is_what_we_promise():
    assert set(hldsim.__all__) == PUBLIC
    assert list(hldsim.__all__) == sorted(hldsim.__all__)


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_every_name_is_there_and_documented(name):
    thing = getattr(hldsim, name)
    assert name in dir(hldsim)
    if name != "__version__":
        assert thing.__doc__


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'runn'"):
        getattr(hldsim, "runn")  # noqa: B009


@pytest.mark.parametrize(
    "code",
    ["import hldsim", "import hldsim; hldsim.HldsimError", "import hldsim.cli"],
)
def test_imports_are_light(code):
    tell = "import sys; print(sorted({'numpy', 'pandas', 'mesa', 'PySide6'} & set(sys.modules)))"
    said = subprocess.run(
        [sys.executable, "-c", f"{code}; {tell}"], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"


def test_running_needs_neither_mesa_nor_pandas():
    code = (
        "import hldsim, sys; r = hldsim.run(hldsim.load_scenario('classroom_small'), seed=7);"
        "print(sorted({'pandas', 'mesa', 'PySide6'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"


def test_the_example_of_the_docstring():
    scenario = hldsim.load_scenario("classroom_small")
    record = hldsim.run(scenario, seed=7)
    assert len(record.parties()) == len(scenario.parties)
    for frame in (record.rounds(), record.coalitions(), record.events()):
        assert len(frame)
    many = hldsim.ensemble(scenario, runs=2, seed=1)
    assert many.agreements()["share"].sum() == pytest.approx(1)


def test_the_version_is_that_of_the_package_metadata():
    from importlib import metadata

    try:
        installed = metadata.version("hldsim")
    except metadata.PackageNotFoundError:
        pytest.skip("hldsim runs from its folder here")
    assert installed == hldsim.__version__
