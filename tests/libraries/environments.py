"""Environments of their own for libraries that the project itself does not need."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import Final, TypeAlias

Version: TypeAlias = tuple[int, int]

_NEWER: Final[tuple[Version, ...]] = ((3, 14), (3, 13), (3, 12))


def interpreter(least: Version) -> Path | None:
    """Return a Python of that version or a newer one: this one if it will do, else one of this machine."""
    for candidate in _candidates(least):
        version = _version_of(candidate)
        if version is not None and version >= least:
            return candidate
    return None


def _candidates(least: Version) -> Iterator[Path]:
    yield Path(sys.executable)
    names = [f"{major}.{minor}" for major, minor in _NEWER if (major, minor) >= least]
    for name in names:
        if found := shutil.which(f"python{name}"):
            yield Path(found)
    # A shim of pyenv runs only what is chosen for the folder; all that is installed lies elsewhere.
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for name in names:
        yield from pyenv.glob(f"versions/{name}.*/bin/python")


def _version_of(python: Path) -> Version | None:
    """Return the version of a Python that runs and can make environments; None for any other."""
    say = "import ensurepip, sys, venv; print(*sys.version_info[:2])"
    try:
        ran = subprocess.run(
            [python, "-I", "-c", say], capture_output=True, text=True, check=True, timeout=60
        )
        major, minor = map(int, ran.stdout.split())
    except (OSError, ValueError, subprocess.SubprocessError):
        return None
    return major, minor


def environment(requirements: Path, python: Path, folder: Path) -> Path:
    """Return the Python of an environment with those requirements; it is made unless the folder has it.

    Raises RuntimeError with what venv or pip said.
    """
    wanted = f"{_version_of(python)}\n{requirements.read_text(encoding='utf-8')}"
    home = folder / f"{requirements.stem}-{sha256(wanted.encode()).hexdigest()[:16]}"
    made = home / "bin" / "python"
    if not made.exists():
        # Made elsewhere and then renamed: half an environment is never taken for a whole one.
        draft = Path(mkdtemp(dir=folder))
        try:
            _run(python, "-I", "-m", "venv", str(draft))
            arguments = ("install", "--quiet", "--no-input", "--no-deps", "--requirement", str(requirements))
            _run(draft / "bin" / "python", "-I", "-m", "pip", *arguments)
            if not made.exists():  # another run may have made it meanwhile
                shutil.rmtree(home, ignore_errors=True)
                draft.rename(home)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return made


def _run(python: Path, *arguments: str) -> None:
    ran = subprocess.run([python, *arguments], capture_output=True, text=True, check=False)
    if ran.returncode:
        raise RuntimeError(f"{' '.join(arguments[1:])} failed:\n{ran.stdout}{ran.stderr}")
