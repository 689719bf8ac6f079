#!/bin/sh
# Removes what install.sh has installed. Your experiments, your settings and the caches stay.
set -eu
program=$(cd -- "$(dirname -- "$0")" && pwd -P)
prefix=$(dirname -- "$(dirname -- "$program")")
if [ "$program" != "$prefix/opt/gdstudio" ] || [ -e "$program/install.sh" ]; then
  echo "Nothing is installed here: PREFIX/opt/gdstudio/uninstall.sh is the one that removes it." >&2
  exit 2
fi

(cd "$program/share" && find . -type f) | while read -r file; do
  rm -f "$prefix/share/$file"
done
"$program/refresh.sh" "$prefix/share"
rm -f "$prefix/bin/gdstudio"
rm -rf "$program"
echo "GD Studio is removed. Its settings are still in ~/.config/gdstudio, its caches in ~/.cache/gdstudio."
