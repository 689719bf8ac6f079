import json
from pathlib import Path

import jsonschema
import numpy as np
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
    functions = [each for each in load_examples() if isinstance(each.objective, FunctionObjective)]
    assert [len(each.function.variables) for each in functions] == [5]


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


def accuracies(name: str) -> list[float]:
    """Return how much each run of an example gets right of its training rows at the end."""
    (file,) = (file for file in FILES if name in file.name)
    return [float(result.evaluations.train_accuracies[-1]) for result in gd.run(gd.load(file))]


def test_that_the_line_is_found_by_every_batch_size() -> None:
    for result in gd.run(gd.load(FILES[0])):
        assert result.parameters[-1] == pytest.approx([2.0, 1.0], abs=0.15)


@pytest.mark.parametrize("name", ["moons", "spirals", "eight-relu-layers"])
def test_that_a_network_that_suits_its_data_learns_them(name: str) -> None:
    assert min(accuracies(name)) >= 0.99


def test_that_overlapping_clouds_are_told_apart_as_far_as_a_line_can() -> None:
    assert min(accuracies("two-clouds")) >= 0.9


def test_that_xor_is_learned_from_one_start_and_not_from_another() -> None:
    *learned, stuck = accuracies("xor")
    assert learned == [1.0, 1.0]
    assert stuck < 1.0


def test_that_eight_sigmoid_layers_learn_nothing() -> None:
    assert accuracies("vanishing-gradient") == [0.5, 0.5]


def test_that_iris_is_learned_for_flowers_that_were_held_back() -> None:
    (iris,) = (file for file in FILES if "iris" in file.name)
    for result in gd.run(gd.load(iris)):
        assert result.evaluations.test_accuracies[-1] >= 0.95


def test_that_one_of_four_methods_is_caught_by_the_false_minimum() -> None:
    (file,) = (file for file in FILES if "five-variables" in file.name)
    descent, momentum, nesterov, adam = (result.parameters[-1] for result in gd.run(gd.load(file)))
    for found in (nesterov, adam):
        assert found == pytest.approx(np.ones(5), abs=0.01)
    # Gradient descent is on its way to the same place.
    assert descent == pytest.approx(np.ones(5), abs=0.5)
    place = np.array([-0.9620510206947501, 0.93573939597671, 0.8807136041943205])
    place = np.append(place, [0.7778776758544064, 0.6050936785926528])
    assert momentum == pytest.approx(place, abs=2e-3)
    slope = np.zeros(5)
    slope[:-1] = -400.0 * place[:-1] * (place[1:] - place[:-1] ** 2) - 2.0 * (1.0 - place[:-1])
    slope[1:] += 200.0 * (place[1:] - place[:-1] ** 2)
    assert np.abs(slope).max() < 1e-9
