from dataclasses import replace

from studio import Studio

from gdstudio.experiment.data_objectives import CsvSource, Dataset, RegressionObjective


def test_that_data_that_are_not_there_are_told_of_until_something_else_is_computed(
    studio: Studio,
) -> None:
    bar = studio.window.trouble_bar
    assert bar.text() == ""
    before = studio.experiment
    nowhere = RegressionObjective(Dataset(CsvSource("/nowhere/points.csv", ("x",), "y")))
    studio.window.document.edit(replace(before, objective=nowhere, start=()), "Take other data")
    studio.wait(lambda: "points.csv" in bar.text())
    assert bar.isVisible()
    assert studio.window.stage.frame is None
    studio.window.document.undo_stack.undo()
    studio.settle()
    assert bar.text() == ""
