"""PNG files that carry their experiment: a picture can be opened again."""

from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QImageReader, QImageWriter

from gdstudio.experiment.csv_paths import with_absolute_path
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.model import Experiment
from gdstudio.simulation.files import FORMAT

EXPERIMENT_KEY = "gdstudio.experiment"
"""The name of the text in the file."""


def png_bytes(image: QImage, experiment: Experiment) -> bytes:
    """Return an image as PNG with the experiment in it.

    The path of a CSV file stands in it in full: a picture is copied to other places than its data.
    """
    image.setText(EXPERIMENT_KEY, FORMAT.write(with_absolute_path(experiment, Path.cwd())))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())


def experiment_in_picture(path: Path) -> Experiment:
    """Return the experiment of a picture that this program exported.

    Raises
    ------
    ExperimentError
        The file is no picture, or carries no experiment.
    """
    reader = QImageReader(str(path))
    if not reader.canRead():
        raise ExperimentError("", f"it cannot be read as a picture ({reader.errorString()})")
    text = reader.text(EXPERIMENT_KEY)
    if not text:
        raise ExperimentError("", "this picture carries no experiment; GD Studio did not export it")
    return FORMAT.read(text)
