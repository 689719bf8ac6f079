"""Asks where to save; a file is replaced only when a person says so."""

import re
from collections.abc import Collection
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


def ask_where_to_save(
    window: QWidget,
    title: str,
    proposal: Path,
    filters: str,
    *,
    ending: str,
    endings: Collection[str] | None = None,
) -> Path | None:
    """Return the file that a person chooses; None if they do not.

    Parameters
    ----------
    window
        The parent of the dialogs.
    title, proposal, filters
        Of the file dialog.
    ending
        What a name without one gets, unless the chosen filter has its own.
    endings
        Endings that make do in its place; None for any.
    """
    name, chosen = QFileDialog.getSaveFileName(window, title, str(proposal), filters)
    if not name:
        return None
    path = Path(name)
    known = path.suffix if endings is None else path.suffix.lower() in endings
    if known:
        # The dialog has asked whether to replace it.
        return path
    of_filter = re.search(r"\*(\.[\w.]+)\)", chosen)
    path = path.with_name(path.name + (of_filter.group(1) if of_filter else ending))
    return path if not path.exists() or _may_replace(window, path) else None


def _may_replace(window: QWidget, path: Path) -> bool:
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(box.tr("Replace “{name}”?").format(name=path.name))
    box.setInformativeText(box.tr("There is such a file already. What is in it would be lost."))
    buttons = QMessageBox.StandardButton
    box.setStandardButtons(buttons.Save | buttons.Cancel)
    box.button(buttons.Save).setText(box.tr("Replace"))
    box.setDefaultButton(buttons.Cancel)
    answer = box.exec()
    # Its parent would keep it.
    box.deleteLater()
    return answer == buttons.Save
