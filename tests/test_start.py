"""The first thing a newcomer runs answers in one sentence, whatever is missing."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest

START = Path(__file__).resolve().parents[1] / "start.py"


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start", START)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", str(START), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_without_a_command_it_says_what_it_can_do() -> None:
    done = run()
    assert done.returncode == 0
    assert all(f"start.py {command}" in done.stdout for command in ["demo", "run", "test"])


def test_an_unknown_command_is_said_and_fails() -> None:
    done = run("dmeo")
    assert done.returncode == 2
    assert "dmeo" in done.stderr


def test_it_needs_nothing_but_python() -> None:
    tree = ast.parse(START.read_text(encoding="utf-8"))
    imported = {
        alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {(node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= sys.stdlib_module_names


def test_an_older_python_is_told_before_anything_else() -> None:
    tree = ast.parse(START.read_text(encoding="utf-8"), feature_version=(3, 8))
    first = next(node for node in tree.body if isinstance(node, ast.If))
    before = tree.body[: tree.body.index(first)]
    assert "version_info" in ast.unparse(first.test)
    assert all(isinstance(node, (ast.Expr, ast.ImportFrom, ast.Import)) for node in before)
    assert {alias.name for node in before if isinstance(node, ast.Import) for alias in node.names} == {"sys"}


def test_a_missing_library_asks_for_its_package_and_vlc_for_its_plugins(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(start, "loads", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(start, "vlc_is_there", lambda: False)
    assert start.missing_packages() == [["libegl1"], ["libvlc5"], ["vlc-plugin-base"]]


def test_nothing_missing_asks_for_nothing(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start, "loads", lambda _library: True)
    monkeypatch.setattr(start, "vlc_is_there", lambda: True)
    monkeypatch.setattr(start, "apt_install", lambda _wanted: pytest.fail("nothing was missing"))
    start.bring_system_libraries(needed=True)


def test_the_name_that_this_release_has_is_taken(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def policy(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        known = "Candidate: 2.80" if command[-1] == "libglib2.0-0t64" else ""
        return subprocess.CompletedProcess(command, 0, stdout=known)

    monkeypatch.setattr(subprocess, "run", policy)
    assert start.newest_name(["libglib2.0-0t64", "libglib2.0-0"]) == "libglib2.0-0t64"
    assert start.newest_name(["libnothing"]) is None


@pytest.mark.parametrize(("needed", "code"), [(True, 1), (False, 0)])
def test_without_rights_it_says_exactly_what_to_install(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], needed: bool, code: int
) -> None:
    monkeypatch.setattr(start.sys, "platform", "linux")
    monkeypatch.setattr(start, "missing_packages", lambda: [["libegl1"], ["libglib2.0-0t64", "libglib2.0-0"]])
    monkeypatch.setattr(start, "rights", lambda: None)
    monkeypatch.setattr(start.shutil, "which", lambda name: f"/usr/bin/{name}")
    for step in ["make_venv", "install_lock", "install_here"]:
        monkeypatch.setattr(start, step, lambda: None)
    monkeypatch.setattr(start, "start_app", lambda _arguments: 0)
    assert start.main(["test" if needed else "run"]) == code
    said = "".join(capsys.readouterr())
    assert "sudo apt-get install libegl1 libglib2.0-0" in said


def test_what_follows_run_goes_to_the_app(start: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    for step in ["make_venv", "install_lock", "install_here"]:
        monkeypatch.setattr(start, step, lambda: None)
    monkeypatch.setattr(start, "bring_system_libraries", lambda *, needed: None)
    asked: list[list[str]] = []
    monkeypatch.setattr(start, "start_app", lambda arguments: asked.append(arguments) or 3)
    assert start.main(["run", "check", "a.fidelity"]) == 3
    assert start.main(["demo"]) == 3
    assert asked == [["check", "a.fidelity"], ["demo"]]


def test_the_lock_is_installed_once_until_it_changes(
    start: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("one")
    monkeypatch.setattr(start, "VENV", tmp_path)
    monkeypatch.setattr(start, "LOCK", lock)
    installed: list[str] = []
    monkeypatch.setattr(start, "pip", lambda *arguments: installed.append(str(arguments)))
    start.install_lock()
    start.install_lock()
    lock.write_text("two")
    start.install_lock()
    assert len(installed) == 2
    assert all("--require-hashes" in arguments for arguments in installed)


class SaidOfTypes:
    """A mypy that ran beside the rest."""

    def __init__(self, returncode: int) -> None:
        self.returncode = returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def communicate(self) -> tuple[bytes, None]:
        return b"what it said of types\n", None


@pytest.mark.parametrize(("types", "others", "blamed"), [(1, ["style"], "style, types"), (0, [], ""), (1, [], "types")])
def test_the_tests_run_only_when_every_check_beside_the_types_is_good_too(
    start: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    types: int,
    others: list[str],
    blamed: str,
) -> None:
    for step in ["install_here", "build_wheel"]:
        monkeypatch.setattr(start, step, lambda: None)
    for step in ["install_wheel", "compile_tests"]:
        monkeypatch.setattr(start, step, lambda *_: None)
    monkeypatch.setattr(start, "check_quickly", lambda: [*others])
    monkeypatch.setattr(start.subprocess, "Popen", lambda *_, **__: SaidOfTypes(types))
    monkeypatch.setattr(start, "run_pytest", lambda _, arguments: arguments)
    if blamed:
        with pytest.raises(start.Problem, match=f": {blamed}\\."):
            start.run_checks([])
    else:
        assert start.run_checks(["tests/cli"]) == ["-n", "2", "tests/cli"]
    assert "what it said of types" in capsys.readouterr().out
