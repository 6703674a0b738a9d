"""What a person installs is whole: the wheel and the editable install both find everything they ship."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

import fidelity_rater

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
TELL = "import fidelity_rater.resources as r; print(r.__file__); print(r.resource_path('licences', 'NOTICES.md'))"


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a build needs, so that building leaves the working copy alone."""
    folder = tmp_path_factory.mktemp("sources")
    for name in ["pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"]:
        shutil.copy(ROOT / name, folder)
    for name in ["fidelity_rater", "resources"]:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.opus"))
    return folder


def python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_environment(folder: Path) -> Path:
    """Make an environment that borrows the libraries of this one."""
    run(sys.executable, "-m", "venv", "--without-pip", folder)
    inside = Path(run(python_of(folder), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    outside = {sysconfig.get_path("purelib"), *(place for place in sys.path if place.endswith("site-packages"))}
    # These come after the environment's own packages, so what is installed inside is what is imported.
    (inside / "borrowed.pth").write_text("\n".join(sorted(outside)))
    return folder


def pip(environment: Path, *arguments: str | Path) -> None:
    run(sys.executable, "-m", "pip", "--python", python_of(environment), "--disable-pip-version-check", *arguments)


def run(*command: str | Path, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_resources_are_found_from_a_wheel(sources: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path / "dist", cwd=sources)
    environment = make_environment(tmp_path / "environment")
    pip(
        environment, "install", "--no-deps", "--no-index", "--ignore-installed", next((tmp_path / "dist").glob("*.whl"))
    )
    module, notices = run(python_of(environment), "-P", "-c", TELL, cwd=tmp_path).split()
    assert Path(module).is_relative_to(environment), "the package has to come out of the wheel"
    assert Path(notices).is_relative_to(Path(module).parent), "and bring its resources along"
    assert Path(notices).is_file()


def test_resources_are_found_from_an_editable_install(sources: Path, tmp_path: Path) -> None:
    environment = make_environment(tmp_path / "environment")
    pip(environment, "install", "--no-deps", "--no-index", "--ignore-installed", "--no-build-isolation", "-e", sources)
    module, notices = run(python_of(environment), "-P", "-c", TELL, cwd=tmp_path).split()
    assert Path(module).is_relative_to(sources)
    assert Path(notices) == sources / "resources" / "licences" / "NOTICES.md"


@pytest.mark.skipif("FIDELITY_RATER_TESTS_WHEEL" not in os.environ, reason="only start.py test runs on the wheel")
def test_these_tests_test_the_wheel() -> None:
    package = Path(fidelity_rater.__file__)
    assert "site-packages" in package.parts
    assert not package.is_relative_to(ROOT / "fidelity_rater")


def test_the_version_is_told_alike_everywhere() -> None:
    assert importlib.metadata.version("fidelity-rater") == fidelity_rater.__version__


def test_the_lock_holds_what_the_project_asks_for() -> None:
    asked = [Requirement(text) for text in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]]
    locked = locked_versions()
    assert [need.name for need in asked if canonical(need.name) not in locked] == []
    assert [need.name for need in asked if not all(map(need.specifier.contains, locked[canonical(need.name)]))] == []


def test_the_lock_names_no_place_and_hashes_everything() -> None:
    assert not re.search(r"://|index-url|find-links|@ |-e |file:", LOCK)
    packages = re.split(r"\n(?=[a-z])", LOCK)[1:]
    assert len(packages) > 30
    assert [package.splitlines()[0] for package in packages if "--hash=sha256:" not in package] == []


def test_every_library_that_ships_has_its_licence_told() -> None:
    notices = (ROOT / "resources" / "licences" / "NOTICES.md").read_text(encoding="utf-8").lower()
    needed = shipped("fidelity-rater")
    assert {"sqlcipher3", "shiboken6", "mako"} <= needed, "the walk has to go down to the libraries of libraries"
    assert sorted(name for name in needed if name not in notices) == []


def locked_versions() -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==([^\s;]+)", LOCK, flags=re.MULTILINE):
        found.setdefault(name, []).append(Version(version))
    return found


def canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def shipped(name: str, seen: frozenset[str] = frozenset()) -> set[str]:
    names: set[str] = set()
    for text in importlib.metadata.requires(name) or []:
        need = Requirement(text)
        known = canonical(need.name)
        if (need.marker is None or need.marker.evaluate({"extra": ""})) and known not in seen | names:
            names |= {known} | shipped(known, seen | names | {known})
    return names
