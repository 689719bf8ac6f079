"""What to run: frozen values, their JSON, their validation, the gallery."""

from gdstudio.experiment.errors import ExperimentError
from gdstudio.experiment.files import read_file, write_file
from gdstudio.experiment.format import ExperimentFormat
from gdstudio.experiment.gallery import (
    GalleryEntry,
    KnownMinimum,
    entry_for,
    find,
    load_gallery,
)
from gdstudio.experiment.labels import free_label
from gdstudio.experiment.model import (
    Batch,
    Experiment,
    FunctionObjective,
    Optimizer,
    Run,
    Schedule,
    StopRules,
)
from gdstudio.experiment.palette import RUN_COLORS, free_color, run_color
from gdstudio.experiment.vocabulary import MethodSchema, Parameter, Vocabulary, Word

__all__ = [
    "RUN_COLORS",
    "Batch",
    "Experiment",
    "ExperimentError",
    "ExperimentFormat",
    "FunctionObjective",
    "GalleryEntry",
    "KnownMinimum",
    "MethodSchema",
    "Optimizer",
    "Parameter",
    "Run",
    "Schedule",
    "StopRules",
    "Vocabulary",
    "Word",
    "entry_for",
    "find",
    "free_color",
    "free_label",
    "load_gallery",
    "read_file",
    "run_color",
    "write_file",
]
