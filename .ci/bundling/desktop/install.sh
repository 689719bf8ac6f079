#!/bin/sh
# Installs GD Studio for you alone, or for all:  ./install.sh [PREFIX]
# PREFIX is ~/.local, where nobody else's permission is needed; /usr/local is for all (as root).
# What is there from an earlier version is replaced; PREFIX/opt/gdstudio/uninstall.sh removes it all.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
prefix=${1:-${HOME:?"HOME is not set: say where to install to"}/.local}
case $prefix in
  *[\"\`\$\\%]*) echo "The folder $prefix has a sign in its name that menus cannot start." >&2; exit 2 ;;
esac
mkdir -p -- "$prefix"
prefix=$(cd -- "$prefix" && pwd -P)
program=$prefix/opt/gdstudio

echo "Installing to $program"
mkdir -p "$prefix/opt" "$prefix/bin" "$prefix/share"
rm -rf "$program.new"
# With its times: machine code is taken for that of its source by them.
cp -Rp "$here" "$program.new"
if [ -x "$program/uninstall.sh" ] && [ ! -e "$program/install.sh" ]; then "$program/uninstall.sh" >/dev/null; fi
rm -rf "$program"
mv "$program.new" "$program"
rm "$program/install.sh"
ln -sfn "$program/gdstudio" "$prefix/bin/gdstudio"
(cd "$program/share" && find . -type f) | while read -r file; do
  mkdir -p "$prefix/share/$(dirname "$file")"
  cp -p "$program/share/$file" "$prefix/share/$file"
done
# Menus need not know this PREFIX/bin.
sed "s|^Exec=gdstudio|Exec=\"$program/gdstudio\"|" "$program/share/applications/gdstudio.desktop" \
  >"$prefix/share/applications/gdstudio.desktop"
"$program/refresh.sh" "$prefix/share"

echo "GD Studio is in your menu; $prefix/bin/gdstudio starts it, too."
case :$PATH: in
  *:"$prefix/bin":*) ;;
  *) echo "($prefix/bin is not in your PATH.)" ;;
esac
