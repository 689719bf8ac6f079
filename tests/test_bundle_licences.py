"""The licences that go along with a bundle."""

from pathlib import Path, PurePath

import pytest
from bundled import module

licences = module("licences")


@pytest.fixture(scope="module")
def every() -> dict[str, str]:
    """All texts by their places, where no library of a system is taken."""
    found = licences.licence_files(licences.requirements("gdstudio"), [])
    return {
        str(place): source.read_text(encoding="utf-8", errors="replace") for source, place in found
    }


@pytest.mark.parametrize(
    ("of", "says"),
    [
        ("gdstudio", "The GD Studio developers"),
        ("gdstudio", "SIL OPEN FONT LICENSE"),
        ("gdstudio", "Lucide"),
        ("Python", "PYTHON SOFTWARE FOUNDATION LICENSE"),
        ("Python", "Expat maintainers"),
        ("PySide6_Essentials", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("PySide6_Essentials", "Unicode, Inc."),
        ("PySide6_Essentials", "FreeType"),
        ("shiboken6", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("numba", "Anaconda"),
        ("llvmlite", "LLVM"),
        ("numpy", "OpenBLAS"),
        ("numpy", "GNU General Public License"),
        ("pyqtgraph", "MIT"),
        ("contourpy", "BSD"),
        ("latex2mathml", "Ronie Martinez"),
        ("ziamath", "MIT"),
        ("ziafont", "MIT"),
        ("rich", "MIT"),
        ("platformdirs", "MIT"),
    ],
)
def test_that_the_licence_of_each_part_goes_along(
    of: str, says: str, every: dict[str, str]
) -> None:
    texts = [text for place, text in every.items() if PurePath(place).parts[1] == of]
    assert any(says.lower() in text.lower() for text in texts)


def test_that_everything_that_is_imported_has_a_licence(every: dict[str, str]) -> None:
    folders = {PurePath(place).parts[1] for place in every}
    assert set(licences.requirements("gdstudio")) <= folders


def test_that_texts_of_the_same_name_do_not_replace_each_other(every: dict[str, str]) -> None:
    own = [place for place in every if place.startswith("licences/gdstudio/")]
    assert len(own) == 3


def test_that_a_library_of_the_system_without_a_licence_is_found(tmp_path: Path) -> None:
    library = tmp_path / "libnobody-knows.so.1"
    library.write_bytes(b"")
    with pytest.raises(licences.MissingLicenceError, match=r"libnobody-knows\.so\.1"):
        licences.licence_files([], [library])


def test_that_a_distribution_without_a_licence_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(licences, "OWN", tmp_path)
    with pytest.raises(licences.MissingLicenceError, match="latex2mathml brings no licence"):
        licences.licence_files(["latex2mathml"], [])
