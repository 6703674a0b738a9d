#!/usr/bin/env python3
"""Sets everything up and starts it: ``python3 start.py demo``, ``run`` or ``test``.

Standard library only. Makes ``.venv``, installs the hashed lock into it, and on Debian and Ubuntu the system's
libraries that Qt and VLC need. Every step is skipped when it is already done.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the one sentence an older Python has to be able to say
    sys.exit("Fidelity Rater needs Python 3.11 or newer; this is Python %d.%d." % sys.version_info[:2])  # noqa: UP031

import ctypes
import ctypes.util
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
WORK = ROOT / ".start"

USAGE = """\
Fidelity Rater

  python3 start.py demo    explore the demo library
  python3 start.py run     open the app; what follows goes to it, e.g. run check LIBRARY
  python3 start.py test    every check: style, types, import rules, the wheel and its tests
"""

# What Qt's platform plugins load, and the packages that bring it; the first package that the release has is taken.
QT_LIBRARIES = {
    "libEGL.so.1": ["libegl1"],
    "libGL.so.1": ["libgl1"],
    "libxkbcommon.so.0": ["libxkbcommon0"],
    "libfontconfig.so.1": ["libfontconfig1"],
    "libdbus-1.so.3": ["libdbus-1-3"],
    "libglib-2.0.so.0": ["libglib2.0-0t64", "libglib2.0-0"],
    "libxkbcommon-x11.so.0": ["libxkbcommon-x11-0"],
    "libxcb-cursor.so.0": ["libxcb-cursor0"],
    "libxcb-icccm.so.4": ["libxcb-icccm4"],
    "libxcb-image.so.0": ["libxcb-image0"],
    "libxcb-keysyms.so.1": ["libxcb-keysyms1"],
    "libxcb-render-util.so.0": ["libxcb-render-util0"],
    "libxcb-shape.so.0": ["libxcb-shape0"],
    "libxcb-randr.so.0": ["libxcb-randr0"],
    "libxcb-xkb.so.1": ["libxcb-xkb1"],
    "libX11-xcb.so.1": ["libx11-xcb1"],
}
VLC_PACKAGES = [["libvlc5"], ["vlc-plugin-base"]]
# libvlc without its plugins answers None, so only a real start tells.
VLC_PROBE = (
    "import ctypes, sys; vlc = ctypes.CDLL('libvlc.so.5'); vlc.libvlc_new.restype = ctypes.c_void_p; "
    "sys.exit(0 if vlc.libvlc_new(0, None) else 1)"
)


class Problem(Exception):
    """Something the person has to do first, in one sentence."""


def main(arguments: list[str]) -> int:
    """Do what was asked; return the exit code."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if command in {"help", "-h", "--help"}:
        print(USAGE)
        return 0
    if command not in {"demo", "run", "test"}:
        print(f"start.py does not know “{command}”.\n\n{USAGE}", file=sys.stderr)
        return 2
    # pip compiles nothing here (the libraries' own tests take it a minute), so each Python keeps what it compiled.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    try:
        bring_system_libraries(needed=command == "test")
        make_venv()
        install_lock()
        if command == "test":
            return run_checks(rest)
        install_here()
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    return start_app([command, *rest] if command == "demo" else rest)


def say(text: str) -> None:
    """Tell what is being done."""
    print(f"-- {text}", flush=True)


# --- the system's libraries ---------------------------------------------------------------------------------------


def bring_system_libraries(*, needed: bool) -> None:
    """Install what Qt and VLC miss; when that cannot be done, say how. ``needed`` makes it a condition."""
    if sys.platform != "linux":
        if not vlc_is_there():
            say("Sound needs VLC: install it from videolan.org (64 bit). Everything else works without it.")
        return
    missing = missing_packages()
    if not missing:
        return
    if not shutil.which("apt-get"):
        say("This system lacks libraries; on Debian they are called: " + " ".join(names[0] for names in missing))
        return
    try:
        apt_install(missing)
    except Problem as problem:
        if needed:
            raise
        say(str(problem))


def missing_packages() -> list[list[str]]:
    """Return, for each library that does not load, the packages that may bring it."""
    missing = [packages for library, packages in QT_LIBRARIES.items() if not loads(library)]
    return missing if vlc_is_there() else missing + VLC_PACKAGES


def loads(library: str) -> bool:
    """Tell whether the system's loader finds the library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def vlc_is_there() -> bool:
    """Tell whether libVLC starts with its plugins (Linux), or is installed at all (elsewhere)."""
    if sys.platform == "linux":
        return subprocess.run([sys.executable, "-c", VLC_PROBE], capture_output=True, check=False).returncode == 0
    places = [
        Path("/Applications/VLC.app"),
        Path(os.environ.get("PROGRAMFILES", "C:/Program Files")) / "VideoLAN" / "VLC",
    ]
    return any(place.exists() for place in places) or ctypes.util.find_library("vlc") is not None


def apt_install(wanted: list[list[str]]) -> None:
    """Install one package of each group with apt, as root or with a sudo that asks nothing."""
    prefix = rights()
    if prefix is None:
        raise Problem("Please install first: sudo apt-get install " + " ".join(names[-1] for names in wanted))
    say("installing system libraries")
    if not all(map(newest_name, wanted)):
        apt(prefix, "update")
    packages = [newest_name(names) or names[-1] for names in wanted]
    if not apt(prefix, "install", "-y", "--no-install-recommends", *packages):
        apt(prefix, "update")  # the lists may be older than the archive
        if not apt(prefix, "install", "-y", "--no-install-recommends", *packages):
            raise Problem("apt could not install: " + " ".join(packages))


def rights() -> list[str] | None:
    """Return what to put before a command that needs root, None when there is no way."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def newest_name(names: list[str]) -> str | None:
    """Return the first of these packages that apt could install."""
    for name in names:
        answer = subprocess.run(["apt-cache", "policy", name], capture_output=True, text=True, check=False).stdout
        if "Candidate:" in answer and "Candidate: (none)" not in answer:
            return name
    return None


def apt(prefix: list[str], *arguments: str) -> bool:
    """Run apt-get without questions."""
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        print(done.stdout[-2000:], file=sys.stderr)
    return done.returncode == 0


# --- the Python side ----------------------------------------------------------------------------------------------


def venv_python(venv: Path) -> Path:
    """Return the interpreter of a virtual environment."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def make_venv() -> None:
    """Make ``.venv`` when it is missing, broken, or of another Python."""
    if venv_works():
        return
    say("making .venv")
    shutil.rmtree(VENV, ignore_errors=True)
    if create_venv():
        return
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    if sys.platform == "linux" and shutil.which("apt-get"):
        apt_install([[f"python{version}-venv", "python3-venv"]])
        shutil.rmtree(VENV, ignore_errors=True)
        if create_venv():
            return
    raise Problem(f"Python {version} cannot make a virtual environment: its venv module is missing.")


def venv_works() -> bool:
    """Tell whether ``.venv`` has a Python that may be used, and pip."""
    probe = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2])"
    try:
        return subprocess.run([venv_python(VENV), "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def create_venv() -> bool:
    """Make ``.venv`` with pip in it."""
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, check=False)
    return made.returncode == 0 and venv_works()


def install_lock() -> None:
    """Install exactly what the lock names, when it is not what was installed last."""
    stamp = VENV / ".lock-installed"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    say("installing the libraries of requirements.lock")
    pip("install", "--no-compile", "--require-hashes", "--no-deps", "--only-binary", ":all:", "-r", LOCK)
    stamp.write_text(wanted)


def pip(*arguments: str | Path, into: Path | None = None) -> None:
    """Run pip, for ``.venv`` or for another environment."""
    target = ["--python", venv_python(into)] if into else []
    command = [venv_python(VENV), "-m", "pip", *target, "--disable-pip-version-check", "-q", *arguments]
    if subprocess.run(command, check=False).returncode:
        raise Problem(
            "The libraries could not be installed; the lines above say why. Without a network, try again later."
        )


def install_here() -> None:
    """Let ``.venv`` run the package out of this folder."""
    if any((VENV / "lib").glob("python*/site-packages/fidelity_rater-*.dist-info")) or any(
        (VENV / "Lib" / "site-packages").glob("fidelity_rater-*.dist-info")
    ):
        return
    pip("install", "--no-deps", "--no-build-isolation", "--no-index", "-e", ROOT)


def start_app(arguments: list[str]) -> int:
    """Become the app, so that whoever stops this stops the app; where that is not possible, wait for its end."""
    command = [str(venv_python(VENV)), "-P", "-m", "fidelity_rater", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)  # noqa: S606 - its own interpreter
    return subprocess.run(command, check=False).returncode


# --- the checks ---------------------------------------------------------------------------------------------------


def run_checks(pytest_arguments: list[str]) -> int:
    """Check style, types and import rules, then test what the wheel installs; pytest has the last word."""
    install_here()
    say("types, and beside them:")
    # mypy takes one processor as long as everything else before the tests takes another.
    with subprocess.Popen([venv_python(VENV), "-P", "-m", "mypy"], cwd=ROOT, stdout=subprocess.PIPE) as types:
        failed = check_quickly()
        say("building the wheel")
        environment = install_wheel(build_wheel())
        say("reading the tests")
        compile_tests(environment, pytest_arguments)
        told, _ = types.communicate()
    say("what mypy says of the types")
    print(told.decode(errors="replace"), end="", flush=True)
    if types.returncode:
        failed.append("types")
    if failed:
        raise Problem("Not good yet: " + ", ".join(failed) + ".")
    say("tests")
    return run_pytest(environment, ["-n", "2", *pytest_arguments])


def check_quickly() -> list[str]:
    """Check style and import rules; return what failed."""
    checks = {
        "style": ["-m", "ruff", "check", "."],
        "format": ["-m", "ruff", "format", "--check", "."],
        "import rules": ["-c", LINT_IMPORTS, "--no-logo"],
    }
    failed = []
    for name, command in checks.items():
        say(name)
        if subprocess.run([venv_python(VENV), "-P", *command], cwd=ROOT, check=False).returncode:
            failed.append(name)
    return failed


LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def build_wheel() -> Path:
    """Build the wheel with the locked hatchling, without a network."""
    target = WORK / "dist"
    shutil.rmtree(target, ignore_errors=True)
    command = [venv_python(VENV), "-m", "hatchling", "build", "-t", "wheel", "-d", target]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        raise Problem("The wheel could not be built.")
    return next(target.glob("*.whl"))


def install_wheel(wheel: Path) -> Path:
    """Install the wheel into a thin environment of its own that borrows the libraries of ``.venv``.

    So the tests meet what a person installs, and a working copy's editable install stays as it is.
    """
    environment = WORK / "wheel"
    shutil.rmtree(environment, ignore_errors=True)
    subprocess.run([venv_python(VENV), "-m", "venv", "--without-pip", environment], check=True)
    site_packages = purelib(environment)
    (site_packages / "borrowed.pth").write_text(f"{purelib(VENV)}\n")
    pip("install", "--no-deps", "--no-index", "--ignore-installed", wheel, into=environment)
    return environment


def purelib(environment: Path) -> Path:
    """Return where an environment keeps its packages."""
    asked = [venv_python(environment), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    return Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())


def compile_tests(environment: Path, arguments: list[str]) -> None:
    """Collect the tests once, unheard: else each of the two processes would compile all of them for itself."""
    run_pytest(environment, [*arguments, "--collect-only"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def run_pytest(environment: Path, arguments: list[str], **streams: int) -> int:
    """Run the tests against the installed wheel, in random order."""
    settings = {
        **os.environ,
        "PYTHONSAFEPATH": "1",
        "FIDELITY_RATER_TESTS_WHEEL": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    settings.pop("PYTHONPATH", None)
    command = [venv_python(environment), "-P", "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, cwd=ROOT, env=settings, check=False, **streams).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
