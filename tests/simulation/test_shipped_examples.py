import json
from pathlib import Path

import jsonschema
import pytest

import gdstudio as gd
from gdstudio.assets import asset
from gdstudio.experiment import CsvSource, FunctionObjective
from gdstudio.simulation.files import FORMAT, load_examples

VALIDATOR = jsonschema.Draft202012Validator(
    json.loads(asset("experiment.schema.json").read_text(encoding="utf-8"))
)
FILES = sorted(Path(str(asset("examples"))).glob("*.gds.json"))


def test_that_the_examples_are_those_of_the_files_in_their_order() -> None:
    assert len(FILES) >= 6
    assert load_examples() == tuple(gd.load(file) for file in FILES)
    titles = [example.title for example in load_examples()]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert not any(isinstance(each.objective, FunctionObjective) for each in load_examples())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_that_an_example_is_written_as_the_program_writes_it(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    VALIDATOR.validate(json.loads(text))
    assert FORMAT.write(gd.load(file), file.resolve().parent) == text


def test_that_the_data_of_an_example_are_there() -> None:
    sources = [
        example.objective.dataset.source
        for example in load_examples()
        if not isinstance(example.objective, FunctionObjective)
    ]
    paths = [Path(source.path) for source in sources if isinstance(source, CsvSource)]
    assert paths
    assert all(path.is_file() for path in paths)
