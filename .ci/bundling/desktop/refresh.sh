#!/bin/sh
# Lets menus and file managers know of what has changed in a folder of shared data.
# Desktops that lack one of these programs look for themselves.
set -eu
share=$1
if command -v update-desktop-database >/dev/null; then update-desktop-database -q "$share/applications"; fi
if command -v update-mime-database >/dev/null; then update-mime-database "$share/mime"; fi
if command -v gtk-update-icon-cache >/dev/null; then gtk-update-icon-cache -qtf "$share/icons/hicolor"; fi
