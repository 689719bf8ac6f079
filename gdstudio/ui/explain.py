"""A dialog that says what did not happen and why."""

from PySide6.QtWidgets import QMessageBox, QWidget


def explain(parent: QWidget, what: str, why: str) -> None:
    """Show two sentences until they are read."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setText(what)
    box.setInformativeText(why)
    box.exec()
    # Its parent would keep it.
    box.deleteLater()
