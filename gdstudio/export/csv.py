"""Results as comma-separated values."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from gdstudio.atomic_file import replacing
from gdstudio.experiment.labels import free_label
from gdstudio.simulation.run import RunResult


def write_csv(results: Sequence[RunResult], path: Path) -> None:
    """Write ``run,step,loss,gradient_norm,learning_rate,<parameter names…>``, one line a row.

    Numbers have as many digits as it takes to read back the same float64. Cells that a spreadsheet
    would take for a formula are labels of runs alone, and are written as text.
    """
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        names = results[0].parameter_names if results else ()
        writer.writerow(["run", "step", "loss", "gradient_norm", "learning_rate", *names])
        used: set[str] = set()
        for result in results:
            # Two runs may have one name in the window; in a table they must be told apart.
            label = free_label(result.label, used)
            used.add(label)
            columns = (
                result.steps.tolist(),
                result.losses.tolist(),
                result.gradient_norms.tolist(),
                result.learning_rates.tolist(),
                *result.parameters.T.tolist(),
            )
            for row in zip(*columns, strict=True):
                writer.writerow([_plain(label), *row])
        # Writes what is still held back; the file itself is not the text's to close.
        text.detach()


def _plain(label: str) -> str:
    """Return a label that no spreadsheet takes for a formula."""
    return f"'{label}" if label[:1] in "=+-@\t\r" and label else label
