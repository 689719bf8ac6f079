"""Results as JSON."""

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gdstudio.atomic_file import replacing
from gdstudio.export.arrays import named_arrays
from gdstudio.simulation.run import RunResult


def write_json(results: Sequence[RunResult], path: Path) -> None:
    """Write every run with the names of the NPZ file.

    JSON has no numbers for infinity and NaN: they are the texts "Infinity", "-Infinity", "NaN",
    which ``float()`` and ``Number()`` read.
    """
    runs = []
    for index, result in enumerate(results):
        prefix = f"run{index}."
        own = {
            name.removeprefix(prefix): _plain(array.tolist())
            for name, array in named_arrays(results)
            if name.startswith(prefix)
        }
        runs.append(own | {"message": result.message, "names": list(result.parameter_names)})
    document = {"format": "gdstudio.results", "version": 1, "runs": runs}
    with replacing(path) as file:
        file.write(json.dumps(document, allow_nan=False, ensure_ascii=False).encode())
        file.write(b"\n")


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value
