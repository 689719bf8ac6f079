"""Results to a file whose ending chooses the format."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from gdstudio.export.csv import write_csv
from gdstudio.export.json import write_json
from gdstudio.export.npz import write_npz
from gdstudio.simulation.run import RunResult

DATA_WRITERS: Mapping[str, Callable[[Sequence[RunResult], Path], None]] = MappingProxyType(
    {".csv": write_csv, ".npz": write_npz, ".json": write_json}
)


def write_data(results: Sequence[RunResult], path: Path) -> None:
    """Write results.

    Raises
    ------
    KeyError
        No format has the path's ending.
    OSError
        The file cannot be written.
    """
    DATA_WRITERS[path.suffix.lower()](results, path)
