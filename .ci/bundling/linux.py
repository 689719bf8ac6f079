"""Packs the bundle for Linux.

    .venv-bundle/bin/python .ci/bundling/linux.py tarball
    .venv-bundle/bin/python .ci/bundling/linux.py appdir
    .venv-bundle/bin/python .ci/bundling/linux.py appimage

``tarball`` makes ``dist/gdstudio-VERSION-linux-MACHINE.tar.xz``, with all that a desktop asks for
and ``install.sh``, which needs no root. ``appdir`` makes the folder of an AppImage,
``dist/GD_Studio-VERSION-MACHINE.AppDir``, whose ``AppRun`` starts the program, and ``appimage``
one file of it by appimagetool (https://appimage.github.io/appimagetool): nobody has tried that yet.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import icon_files
from identity import IDENTIFIER, ROOT, VERSION

DIST: Final = ROOT / "dist"
BUNDLE: Final = DIST / "gdstudio"
DESKTOP: Final = Path(__file__).parent / "desktop"
SCRIPTS: Final = ("install.sh", "uninstall.sh", "refresh.sh")
PLACES: Final = {
    "gdstudio.desktop": "applications",
    "gdstudio.xml": "mime/packages",
    f"{IDENTIFIER}.metainfo.xml": "metainfo",
}
"""Within a folder of shared data, as freedesktop.org's specifications say."""


def write_shared(share: Path) -> None:
    """Write what a desktop wants to know of the program into a folder of shared data."""
    for name, folder in PLACES.items():
        (share / folder).mkdir(parents=True)
        shutil.copy(DESKTOP / name, share / folder / name)
    icons = share / "icons" / "hicolor"
    for side in icon_files.LINUX_SIDES:
        path = icons / f"{side}x{side}" / "apps" / "gdstudio.png"
        path.parent.mkdir(parents=True)
        path.write_bytes(icon_files.png(side))
    scalable = icons / "scalable" / "apps" / "gdstudio.svg"
    scalable.parent.mkdir(parents=True)
    shutil.copy(icon_files.SOURCE, scalable)


def make_tarball() -> Path:
    """Pack the bundle with what installs it."""
    folder = _emptied(DIST / f"gdstudio-{VERSION}-linux-{platform.machine()}")
    _copy_bundle(folder)
    write_shared(folder / "share")
    for name in SCRIPTS:
        shutil.copy(DESKTOP / name, folder / name)
    target = folder.with_name(f"{folder.name}.tar.xz")
    owner = ("--sort=name", "--owner=0", "--group=0", "--numeric-owner")
    packed = ("--use-compress-program=xz -T0", "-cf", target, folder.name)
    subprocess.run(["tar", "-C", DIST, *owner, *packed], check=True)
    shutil.rmtree(folder)
    return target


def make_appdir() -> Path:
    """Lay out a folder as an AppImage has it."""
    folder = _emptied(DIST / f"GD_Studio-{VERSION}-{platform.machine()}.AppDir")
    _copy_bundle(folder / "usr" / "lib" / "gdstudio")
    write_shared(folder / "usr" / "share")
    for link, to in {
        "AppRun": "usr/lib/gdstudio/gdstudio",
        "usr/bin/gdstudio": "../lib/gdstudio/gdstudio",
        "gdstudio.desktop": "usr/share/applications/gdstudio.desktop",
        "gdstudio.png": "usr/share/icons/hicolor/256x256/apps/gdstudio.png",
        ".DirIcon": "gdstudio.png",
    }.items():
        (folder / link).parent.mkdir(exist_ok=True)
        (folder / link).symlink_to(to)
    return folder


def make_appimage() -> Path:
    """Make one file of the folder."""
    tool = shutil.which("appimagetool")
    if tool is None:
        raise SystemExit("appimagetool is not here: https://appimage.github.io/appimagetool")
    folder = make_appdir()
    target = folder.with_suffix(".AppImage")
    environment = dict(os.environ, ARCH=platform.machine())
    subprocess.run([tool, folder, target], check=True, env=environment)
    return target


def _copy_bundle(folder: Path) -> None:
    """Put the bundle into a folder, without a second copy of its files, which keep their times."""
    shutil.copytree(BUNDLE, folder, symlinks=True, copy_function=os.link)


def _emptied(path: Path) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    return path


def main() -> None:
    """Do what is asked for, and say what was made."""
    makers = {"tarball": make_tarball, "appdir": make_appdir, "appimage": make_appimage}
    maker = makers.get(sys.argv[1]) if len(sys.argv) == 2 else None
    if maker is None or not BUNDLE.is_dir():
        raise SystemExit(f"{__doc__}\nThe bundle itself must be in {BUNDLE}.")
    print(maker())


if __name__ == "__main__":
    main()
