"""The experiment file, ``*.gds.json``: text ⇄ Experiment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from gdstudio.experiment.csv_paths import with_absolute_path, with_relative_path
from gdstudio.experiment.decoding import decode
from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.fields import Json, Schema, Values, constant, integer
from gdstudio.experiment.fields.wording import described
from gdstudio.experiment.gallery import GalleryEntry, by_key
from gdstudio.experiment.layout import layout
from gdstudio.experiment.migrations import CURRENT_VERSION, MIGRATIONS, Migration, migrate
from gdstudio.experiment.model import Experiment
from gdstudio.experiment.resolution import FORMAT, experiment_record, resolve, unresolve
from gdstudio.experiment.vocabulary import Vocabulary

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class ExperimentFormat:
    """Reads and writes experiments in the words of one vocabulary.

    Parameters
    ----------
    vocabulary
        Everything that an experiment may name, except functions.
    gallery
        The functions that an experiment may name; by default those that the program ships.
    version
        The version that is written, and the newest that is read.
    migrations
        For each older version, what turns its JSON into that of the version after it.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        *,
        gallery: Mapping[str, GalleryEntry] | None = None,
        version: int = CURRENT_VERSION,
        migrations: Mapping[int, Migration] = MIGRATIONS,
    ) -> None:
        self._vocabulary = vocabulary
        self._version = version
        self._migrations = migrations
        functions = by_key() if gallery is None else gallery
        self._record = experiment_record(vocabulary, functions, version)

    @property
    def vocabulary(self) -> Vocabulary:
        """Everything that an experiment may name, except functions."""
        return self._vocabulary

    def read(self, text: str | bytes, folder: Path | None = None) -> Experiment:
        """Return the experiment in the text of a file, or raise `ExperimentError`.

        Parameters
        ----------
        folder
            Where the file is, in full: the path of a CSV file, which is relative to it in the
            text, is made absolute. None leaves the path as it is.
        """
        experiment = self.from_json(decode(text))
        return experiment if folder is None else with_absolute_path(experiment, folder)

    def write(self, experiment: Experiment, folder: Path | None = None) -> str:
        """Return the text of a file that states every value of `experiment`.

        Parameters
        ----------
        folder
            Where the file will be, in full: the path of a CSV file is written relative to it.
            None leaves the path as it is.

        Raises
        ------
        ExperimentError
            When the values are not what a file may hold: what is written can be read.
        """
        if folder is not None:
            experiment = with_relative_path(experiment, folder)
        return layout(self.to_json(experiment))

    def from_json(self, value: object) -> Experiment:
        """Return the experiment in a JSON value, as `json.loads` makes them."""
        if not isinstance(value, dict):
            raise ExperimentError("", f"expected a JSON object, got {described(value)}")
        return resolve(self._record.read(self._migrated(value), ""), self._vocabulary)

    def to_json(self, experiment: Experiment) -> dict[str, Json]:
        """Return the JSON value of `experiment`, or raise `ExperimentError` as `write` does."""
        value = self._record.write(unresolve(experiment, self._version))
        self.from_json(value)
        return value

    def schema(self) -> Schema:
        """Return the JSON Schema (2020-12) of the file."""
        return {"$schema": DIALECT, "title": "GD Studio experiment", **self._record.schema()}

    def _migrated(self, value: Values) -> Values:
        for key, field in (("format", constant(FORMAT)), ("version", integer(minimum=1))):
            if key not in value:
                raise ExperimentError(key, f"missing; expected {field.expected}")
            field.read(value[key], key)
        version = int(value["version"])
        if version > self._version:
            reason = (
                f"made by a newer GD Studio (file version {version}, this program reads up to "
                f"{self._version}); update GD Studio to open it"
            )
            raise ExperimentError("version", reason)
        return migrate(value, version, self._version, self._migrations)
