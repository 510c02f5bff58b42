"""scripts/setup.py: an environment is complete or it is rebuilt; what goes wrong is said."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def script(root):
    """The set-up of a checkout, as a module of its own."""
    place = root / "scripts" / "setup.py"
    spec = importlib.util.spec_from_file_location(f"setup_of_{root.name.replace(' ', '_')}", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def root(tmp_path):
    """A checkout with a blank in its path."""
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / "scripts", root / "scripts")
    shutil.copytree(ROOT / "constraints", root / "constraints")
    shutil.copy(ROOT / "pyproject.toml", root)
    return root


@pytest.fixture
def setup(root, monkeypatch):
    """Its set-up, which installs nothing but a command that says where it lives."""
    return without_pip(script(root), monkeypatch)


def without_pip(module, monkeypatch):
    def install():
        command = module.NEW / "bin" / "hldsim"
        head = f"""#!/bin/sh\n'''exec' "{module.NEW}/bin/python" "$0" "$@"\n' '''\n"""
        command.write_text(head + "import sys; print(sys.prefix)\n")
        command.chmod(0o755)

    def make_venv():
        command = [sys.executable, "-I", "-m", "venv", "--without-pip", module.NEW]
        subprocess.run(command, check=True)

    monkeypatch.setattr(module, "make_venv", make_venv)
    monkeypatch.setattr(module, "install", install)
    monkeypatch.setattr(module, "can_draw", lambda venv: True)
    monkeypatch.setattr(sys, "argv", ["setup.py"])
    monkeypatch.delenv("PYTHON", raising=False)
    return module


def built(module):
    """Whether running the set-up now builds anything."""
    mark = module.VENV / "mark"
    mark.touch()
    module.main()
    return not mark.exists()


def test_what_was_built_beside_works_where_it_was_moved(setup):
    setup.main()
    command = setup.VENV / "bin" / "hldsim"
    said = subprocess.run([command], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str(setup.VENV)
    assert not setup.NEW.exists()
    assert str(setup.NEW) not in (setup.VENV / "bin" / "activate").read_text()
    assert str(setup.NEW) not in (setup.VENV / "pyvenv.cfg").read_text()


def test_a_second_set_up_builds_nothing(setup):
    setup.main()
    assert not built(setup)


def test_one_that_is_half_built_is_rebuilt(setup):
    setup.main()
    (setup.VENV / setup.STAMP).unlink()
    assert built(setup)


def test_what_a_killed_set_up_left_is_cleared_away(setup):
    setup.NEW.mkdir()
    (setup.NEW / "half").touch()
    setup.main()
    assert not (setup.VENV / "half").exists()
    assert setup.is_ready()


def test_one_whose_python_is_gone_is_rebuilt(setup):
    setup.main()
    python = setup.VENV / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert not setup.is_ready()
    setup.main()
    assert setup.is_ready()


def test_changed_dependencies_rebuild_but_changed_lint_rules_do_not(setup):
    setup.main()
    told = setup.ROOT / "pyproject.toml"
    text = told.read_text()
    told.write_text(text.replace("line-length = 100", "line-length = 99"))
    assert not built(setup)
    told.write_text(text.replace('"numpy>=2.1"', '"numpy>=2.2"'))
    assert built(setup)


def test_changed_constraints_rebuild(setup):
    setup.main()
    with (setup.ROOT / "constraints" / "py311.txt").open("a") as locked:
        locked.write("something==1\n")
    assert built(setup)


def test_a_moved_checkout_is_rebuilt(setup, root, monkeypatch):
    setup.main()
    elsewhere = root.with_name("elsewhere")
    root.rename(elsewhere)
    moved = without_pip(script(elsewhere), monkeypatch)
    assert built(moved)
    assert moved.is_ready()


def test_another_python_asked_for_rebuilds_only_if_it_is_another(setup, monkeypatch, tmp_path):
    setup.main()
    monkeypatch.setenv("PYTHON", sys.executable)
    assert setup.is_ready()
    other = tmp_path / "other"
    other.write_text("#!/bin/sh\necho 3.99 /other\n")
    other.chmod(0o755)
    monkeypatch.setenv("PYTHON", str(other))
    assert not setup.is_ready()


def test_one_that_could_not_draw_is_looked_at_again_but_not_rebuilt(setup, monkeypatch, capfd):
    monkeypatch.setattr(setup, "can_draw", lambda venv: False)
    monkeypatch.setenv("HLDSIM_NO_APT", "1")
    setup.main()
    assert "without pictures" in capfd.readouterr().out
    assert (setup.VENV / "bin" / "hldsim").exists()
    assert not setup.is_ready()
    monkeypatch.setattr(setup, "can_draw", lambda venv: True)
    assert not built(setup)
    assert json.loads((setup.VENV / setup.STAMP).read_text())["draws"]


def test_a_nearly_full_disk_is_said_first(setup, monkeypatch, capsys):
    usage = shutil.disk_usage(setup.ROOT)._replace(free=400_000_000)
    monkeypatch.setattr(setup.shutil, "disk_usage", lambda place: usage)
    setup.main()
    assert capsys.readouterr().out.startswith("Only 0.4 GB free in ")


class TestInstall:
    @pytest.fixture
    def pip(self, root, monkeypatch):
        """A set-up whose pip fails as it is told to, and remembers how it was called."""
        module = script(root)
        module.NEW.mkdir()
        module.calls = []
        module.complaints = []

        def pip_install(*what):
            module.calls.append(what)
            return module.complaints.pop(0) if module.complaints else ""

        monkeypatch.setattr(module, "pip_install", pip_install)
        return module

    def test_versions_are_those_locked_for_this_python(self, pip):
        pip.install()
        locked = ROOT / "constraints" / f"py3{sys.version_info[1]}.txt"
        assert all(call[0] == "-c" and Path(call[1]).name == locked.name for call in pip.calls)

    def test_only_qt_may_leave_its_lock(self, pip):
        pip.complaints = ["", "No matching distribution found for PySide6_Essentials==6.99.0"]
        pip.install()
        loose = Path(pip.calls[-1][1]).read_text().lower()
        assert "pyside6" not in loose
        assert "shiboken6" not in loose
        assert "numpy==" in loose

    def test_anything_else_ends_it_with_the_words_of_pip(self, pip, capsys):
        pip.complaints = ["No matching distribution found for numpy==99"]
        with pytest.raises(SystemExit, match="Set-up failed"):
            pip.install()
        assert "numpy==99" in capsys.readouterr().err
        assert len(pip.calls) == 1

    def test_a_newer_python_than_all_takes_the_newest_lock(self, pip, monkeypatch):
        monkeypatch.setattr(pip.sys, "version_info", (3, 99, 0))
        assert pip.constraints().name == "py313.txt"


def test_every_lock_names_every_distribution_that_the_project_asks_for():
    lock = importlib.util.spec_from_file_location("lock", ROOT / "scripts" / "lock.py")
    module = importlib.util.module_from_spec(lock)
    lock.loader.exec_module(module)
    asked = {one.split(">")[0].split("<")[0].strip().lower() for one in module.requirements()}
    locks = sorted((ROOT / "constraints").glob("py*.txt"))
    assert [one.name for one in locks] == ["py311.txt", "py312.txt", "py313.txt"]
    for one in locks:
        pins = {
            line.split("==")[0].replace("_", "-").lower() for line in one.open() if "==" in line
        }
        assert asked <= pins, one.name


def test_this_very_environment_is_ready():
    if Path(sys.prefix) != ROOT / ".venv":
        pytest.skip("not run in the environment of `make setup`")
    check = [sys.executable, "-I", ROOT / "scripts" / "setup.py", "--check"]
    settings = {key: value for key, value in os.environ.items() if key != "PYTHON"}
    assert subprocess.run(check, env=settings).returncode == 0
