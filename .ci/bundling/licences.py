"""The licences of everything that a bundle brings along, and where their texts are."""

import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from importlib.metadata import PackagePath, distribution
from pathlib import Path, PurePath
from typing import Final

from identity import ROOT
from packaging.requirements import Requirement

NAMES: Final = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
OWN: Final = ROOT / "resources" / "licences"
"""A folder of texts for each that comes without, or with too few."""
ALIKE: Final = {"shiboken6": "PySide6_Essentials"}
"""Parts of one work."""


class MissingLicenceError(Exception):
    """Something would be shipped without its licence; the message says what."""


def licence_files(
    distributions: Sequence[str], libraries: Sequence[Path]
) -> list[tuple[Path, PurePath]]:
    """Return all texts, Python's among them, and each one's place in the bundle.

    Parameters
    ----------
    distributions
        Those of Python's package index, by name.
    libraries
        The libraries that are taken from the system that makes the bundle.

    Raises
    ------
    MissingLicenceError
        There is no text for something.
    """
    found = {
        PurePath("Python", "LICENSE.txt"): _python(),
        **_of_folder("Python", "Python"),
    }
    for name in distributions:
        found |= _of_distribution(name)
    for library in libraries:
        found |= _of_system(library)
    return [(source, "licences" / place) for place, source in sorted(found.items())]


def requirements(name: str) -> list[str]:
    """Return the distributions that one needs without its extras, itself among them."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = distribution(waiting.pop())
        if each.name not in found:
            found[each.name] = None
            needed = [Requirement(text) for text in each.requires or ()]
            waiting += [one.name for one in needed if _applies(one)]
    return list(found)


def _applies(requirement: Requirement) -> bool:
    """Return whether it is one of this system, and of no extra."""
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _of_distribution(name: str) -> dict[PurePath, Path]:
    known = distribution(name)
    files = [
        file
        for file in known.files or ()
        if file.name.upper().startswith(NAMES) and file.suffix not in (".py", ".pyc")
    ]
    # What stands there is all of it, and may lie among the modules once more.
    declared = [file for file in files if file.parts[0].endswith(".dist-info")]
    found = {
        PurePath(name, _place(file)): Path(str(known.locate_file(file)))
        for file in declared or files
    }
    found |= _of_folder(ALIKE.get(name, name), name)
    if not found:
        raise MissingLicenceError(f"{name} brings no licence: put its text into {OWN / name}")
    return found


def _place(file: PackagePath) -> PurePath:
    """Return where a file goes; there may be many of the same name."""
    parts = [part for part in file.parts if not part.endswith(".dist-info") and part != "licenses"]
    return PurePath(*parts)


def _of_folder(folder: str, name: str) -> dict[PurePath, Path]:
    return {PurePath(name, path.name): path for path in sorted((OWN / folder).glob("*"))}


def _python() -> Path:
    for folder in (sysconfig.get_path("stdlib"), sys.base_prefix):
        path = Path(folder, "LICENSE.txt")
        if path.is_file():
            return path
    raise MissingLicenceError(f"Python's LICENSE.txt is not in {sys.base_prefix}")


def _of_system(library: Path) -> dict[PurePath, Path]:
    """Return what Debian and Ubuntu know of a library."""
    for package in _debian_packages(library):
        path = Path("/usr/share/doc", package, "copyright")
        if path.is_file():
            return {PurePath(package, "copyright"): path}
    raise MissingLicenceError(f"no package of Debian has the licence of {library}")


def _debian_packages(library: Path) -> Iterator[str]:
    # By its name alone: /lib and /usr/lib may be the same folder.
    command = ["dpkg-query", "--search", f"*/{library.resolve().name}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return
    for line in done.stdout.splitlines():
        yield line.partition(": ")[0].split(",")[0].partition(":")[0]
