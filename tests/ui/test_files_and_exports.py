import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from studio import Answers, Studio

import gdstudio as gd
from gdstudio.simulation.files import FORMAT
from gdstudio.ui.figure import FigureStyle
from gdstudio.ui.picture_file import EXPERIMENT_KEY

Button = QMessageBox.StandardButton
Choose = Callable[[Path | None], None]


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """Choose a file in every dialog; None leaves it."""

    def set_answer(path: Path | None) -> None:
        name = "" if path is None else str(path)
        for dialog in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, dialog, lambda *_: (name, ""))

    return set_answer


def edit(studio: Studio) -> None:
    studio.window._on_start_moved((-1.0, 2.0))
    studio.settle()


def title(studio: Studio) -> str:
    mark = "*" if studio.window.isWindowModified() else ""
    return studio.window.windowTitle().replace("[*]", mark)


def test_that_an_edit_marks_the_title_and_saving_unmarks_it(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    assert title(studio) == "Untitled — GD Studio"
    edit(studio)
    assert title(studio) == "Untitled* — GD Studio"
    choose(tmp_path / "mine.gds.json")
    studio.window.actions_.save.trigger()
    assert title(studio) == "mine.gds.json — GD Studio"
    assert gd.load(tmp_path / "mine.gds.json") == studio.experiment
    studio.window.document.undo_stack.undo()
    assert title(studio) == "mine.gds.json* — GD Studio"


def test_that_save_writes_to_the_same_file_without_asking(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    first, second = tmp_path / "first.gds.json", tmp_path / "second.gds.json"
    choose(first)
    studio.window.actions_.save.trigger()
    choose(second)
    edit(studio)
    studio.window.actions_.save.trigger()
    assert gd.load(first) == studio.experiment
    assert not second.exists()
    studio.window.actions_.save_as.trigger()
    assert gd.load(second) == studio.experiment
    assert studio.window.document.path == second


def test_that_a_name_without_an_ending_gets_one(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "mine")
    studio.window.actions_.save_as.trigger()
    assert (tmp_path / "mine.gds.json").exists()


def test_that_a_dialog_that_is_left_changes_nothing(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    edit(studio)
    before = studio.experiment
    choose(None)
    studio.window.actions_.save.trigger()
    studio.window.actions_.export_picture.trigger()
    studio.window.actions_.export_data.trigger()
    assert studio.window.document.is_modified
    assert studio.experiment == before
    assert {path.name for path in tmp_path.iterdir()} <= {"settings.ini"}


@pytest.fixture
def other_file(tmp_path: Path) -> Path:
    path = tmp_path / "bowl.gds.json"
    gd.save(
        FORMAT.from_json(
            {
                "format": "gdstudio.experiment",
                "version": 1,
                "title": "Bowl",
                "objective": {"kind": "function", "expression": "x^2 + y^2"},
                "start": [1, 2],
                "runs": [{"label": "only", "optimizer": {"method": "gd"}}],
            }
        ),
        path,
    )
    return path


def test_that_a_file_is_opened_shown_and_remembered(
    studio: Studio, choose: Choose, other_file: Path
) -> None:
    choose(other_file)
    studio.window.actions_.open.trigger()
    studio.settle_map()
    assert studio.experiment == gd.load(other_file)
    assert title(studio) == "bowl.gds.json — GD Studio"
    assert studio.window.function_panel.formula_field.text() == "x^2 + y^2"
    assert studio.window.runs_panel.list.runs.rowCount() == 1
    assert not studio.window.actions_.undo.isEnabled()
    assert studio.settings.recent_files == (other_file,)
    assert studio.settings.last_folder == other_file.parent


def recent_actions(studio: Studio) -> list[QAction]:
    menu = studio.window._files._recent
    menu.aboutToShow.emit()
    return menu.actions()


def test_that_a_recent_file_is_opened_from_the_menu(studio: Studio, other_file: Path) -> None:
    (nothing,) = recent_actions(studio)
    assert not nothing.isEnabled()
    studio.settings.add_recent_file(other_file)
    (action,) = recent_actions(studio)
    assert action.text() == "bowl.gds.json"
    action.trigger()
    studio.settle()
    assert studio.experiment == gd.load(other_file)


def test_that_a_recent_file_that_is_gone_is_explained(
    studio: Studio, other_file: Path, answers: Answers
) -> None:
    before = studio.experiment
    studio.settings.add_recent_file(other_file)
    other_file.unlink()
    (action,) = recent_actions(studio)
    action.trigger()
    assert answers.texts == ["“bowl.gds.json” cannot be opened"]
    assert answers.reasons[0]
    assert studio.experiment == before
    assert studio.settings.recent_files == ()


def test_that_recent_files_of_the_same_name_are_told_apart(
    studio: Studio, other_file: Path
) -> None:
    second = other_file.parent / "other" / other_file.name
    second.parent.mkdir()
    second.write_bytes(other_file.read_bytes())
    for path in (other_file, second):
        studio.settings.add_recent_file(path)
    texts = [action.text() for action in recent_actions(studio)]
    assert texts == [f"{path.name} — {path.parent}" for path in (second, other_file)]
    assert studio.window._files._recent.toolTipsVisible()


@pytest.mark.parametrize("what", ["save_as", "export_picture", "export_data"])
@pytest.mark.parametrize("answer", [Button.Save, Button.Cancel])
def test_that_a_file_is_replaced_only_when_a_person_says_so(
    studio: Studio, choose: Choose, answers: Answers, tmp_path: Path, what: str, answer: Button
) -> None:
    endings = {"save_as": ".gds.json", "export_picture": ".png", "export_data": ".csv"}
    path = tmp_path / f"mine{endings[what]}"
    path.write_bytes(b"old")
    choose(tmp_path / "mine")
    answers.answer = answer
    getattr(studio.window.actions_, what).trigger()
    assert answers.texts == [f"Replace “{path.name}”?"]
    assert (path.read_bytes() == b"old") is (answer is Button.Cancel)


def test_that_a_picture_of_another_ending_is_refused(
    studio: Studio, choose: Choose, answers: Answers, tmp_path: Path
) -> None:
    choose(tmp_path / "figure.jpg")
    studio.window.actions_.export_picture.trigger()
    assert answers.reasons == ["A picture is a PNG file: its ending should be .png."]
    assert not (tmp_path / "figure.jpg").exists()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"runs": [{"optimizer": {"method": "gd", "learning_rate": "fast"}}]}, "learning_rate"),
        ({"start": [1, 2, 3]}, "start"),
        ({"objective": {"kind": "function", "expression": "x +"}}, "objective.expression"),
        ({"version": 99}, "version"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_that_a_bad_file_is_explained_and_changes_nothing(
    studio: Studio,
    other_file: Path,
    answers: Answers,
    change: dict[str, object],
    reason: str,
) -> None:
    edit(studio)
    studio.window.document.undo_stack.setClean()
    before, bad = studio.experiment, other_file.with_name("bad.gds.json")
    content = json.loads(other_file.read_text(encoding="utf-8"))
    bad.write_text(json.dumps(content | change), encoding="utf-8")
    studio.window.files.open_path(bad)
    assert answers.texts == ["“bad.gds.json” cannot be opened"]
    assert reason in answers.reasons[0]
    assert studio.experiment == before
    assert studio.window.actions_.undo.isEnabled()
    assert studio.window.document.path is None
    assert studio.settings.recent_files == ()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b"null", b'{"a": 1e999}'])
def test_that_a_file_that_is_no_experiment_is_explained(
    studio: Studio, tmp_path: Path, answers: Answers, content: bytes
) -> None:
    before, bad = studio.experiment, tmp_path / "bad.json"
    bad.write_bytes(content)
    studio.window.files.open_path(bad)
    assert len(answers.reasons) == 1
    assert answers.reasons[0].strip()
    assert studio.experiment == before


@pytest.mark.parametrize(
    ("answer", "closes", "saves"),
    [(Button.Save, True, True), (Button.Discard, True, False), (Button.Cancel, False, False)],
)
def test_that_closing_asks_about_unsaved_edits(
    studio: Studio,
    choose: Choose,
    answers: Answers,
    tmp_path: Path,
    answer: Button,
    closes: bool,
    saves: bool,
) -> None:
    edit(studio)
    choose(tmp_path / "kept.gds.json")
    answers.answer = answer
    assert studio.window.close() is closes
    assert answers.texts == ["Save the changes to “Untitled”?"]
    assert (tmp_path / "kept.gds.json").exists() is saves
    assert studio.window.isVisible() is not closes


@pytest.mark.parametrize("what", ["leave", "explain", "replace"])
def test_that_nothing_is_left_of_a_question_that_was_answered(
    studio: Studio, choose: Choose, answers: Answers, tmp_path: Path, what: str
) -> None:
    edit(studio)
    answers.answer = Button.Cancel
    if what == "leave":
        studio.window.actions_.new.trigger()
    elif what == "explain":
        studio.window.files.save_path(tmp_path / "nowhere" / "mine.gds.json")
    else:
        (tmp_path / "mine.gds.json").write_text("mine", encoding="utf-8")
        choose(tmp_path / "mine")
        studio.window.actions_.save_as.trigger()
    assert len(answers.texts) == 1
    studio.wait(lambda: studio.window.findChildren(QMessageBox) == [])


def test_that_saving_on_close_can_be_left_and_then_nothing_is_lost(
    studio: Studio, choose: Choose, answers: Answers
) -> None:
    edit(studio)
    choose(None)
    answers.answer = Button.Save
    assert not studio.window.close()
    assert studio.window.document.is_modified


@pytest.mark.parametrize("what", ["new", "open", "recent"])
def test_that_another_experiment_asks_about_unsaved_edits(
    studio: Studio, choose: Choose, answers: Answers, other_file: Path, what: str
) -> None:
    edit(studio)
    before = studio.experiment
    choose(other_file)
    studio.settings.add_recent_file(other_file)

    def go() -> None:
        if what == "recent":
            recent_actions(studio)[0].trigger()
        else:
            getattr(studio.window.actions_, what).trigger()

    answers.answer = Button.Cancel
    go()
    assert studio.experiment == before
    answers.answer = Button.Discard
    go()
    assert studio.experiment != before
    assert not studio.window.document.is_modified
    assert len(answers.texts) == 2


def test_that_no_question_is_asked_without_edits(studio: Studio, answers: Answers) -> None:
    studio.window.actions_.new.trigger()
    assert studio.window.close()
    assert answers.texts == []


def drop(studio: Studio, *paths: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier
    enter = QDragEnterEvent(QPoint(100, 100), copy, data, left, none.NoModifier)
    enter.ignore()
    QApplication.sendEvent(studio.window, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(100, 100), copy, data, left, none.NoModifier)
        QApplication.sendEvent(studio.window, event)
    return enter.isAccepted()


def test_that_an_experiment_can_be_dropped_on_the_window(studio: Studio, other_file: Path) -> None:
    assert drop(studio, other_file)
    studio.settle()
    assert studio.experiment == gd.load(other_file)


def test_that_other_files_cannot_be_dropped(studio: Studio, other_file: Path) -> None:
    before = studio.experiment
    assert not drop(studio, other_file.with_name("notes.txt"))
    assert not drop(studio, other_file, other_file.with_name("second.json"))
    assert studio.experiment == before


# Exports


@pytest.mark.parametrize("expression", ["x^2 + 3y^2 + sin(x)", "x^4 - 5x^2 - 3x"])
def test_that_the_picture_is_a_png_with_its_experiment_in_it(
    studio: Studio, choose: Choose, tmp_path: Path, expression: str
) -> None:
    studio.type_formula(expression)
    studio.settle_map()
    path = tmp_path / "figure.png"
    choose(path)
    studio.window.actions_.export_picture.trigger()
    image = QImage(str(path))
    style = FigureStyle()
    assert image.width() == style.width * style.ratio
    assert image.height() == style.height * style.ratio
    assert FORMAT.read(image.text(EXPERIMENT_KEY)) == studio.experiment
    assert studio.window.statusBar().currentMessage() == "Saved “figure.png”."


def test_that_an_exported_picture_can_be_opened_again(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    edit(studio)
    wanted = studio.experiment
    choose(tmp_path / "figure.png")
    studio.window.actions_.export_picture.trigger()
    studio.window.document.undo_stack.setClean()
    studio.window.actions_.new.trigger()
    assert studio.experiment != wanted
    assert drop(studio, tmp_path / "figure.png")
    studio.settle()
    assert studio.experiment == wanted
    # Saving must not write an experiment over the picture.
    assert studio.window.document.path is None


def test_that_a_picture_without_an_experiment_is_explained(
    studio: Studio, tmp_path: Path, answers: Answers
) -> None:
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    image.fill(0)
    image.save(str(tmp_path / "photo.png"))
    before = studio.experiment
    studio.window.files.open_path(tmp_path / "photo.png")
    assert answers.texts == ["“photo.png” cannot be opened"]
    assert studio.experiment == before


def test_that_the_exported_picture_shows_the_part_that_is_seen(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    studio.settle_map()
    images = []
    for name in ("whole.png", "part.png"):
        choose(tmp_path / name)
        studio.window.actions_.export_picture.trigger()
        images.append(QImage(str(tmp_path / name)))
        studio.mouse.wheel(studio.place(0.0, 0.0), 5)
    assert images[0].size() == images[1].size()
    assert images[0] != images[1]


@pytest.mark.parametrize("what", ["export_picture", "export_data", "save_as"])
def test_that_a_place_that_cannot_be_written_is_explained(
    studio: Studio, choose: Choose, answers: Answers, tmp_path: Path, what: str
) -> None:
    names = {"export_picture": "a.png", "export_data": "a.csv", "save_as": "a.gds.json"}
    place = tmp_path / "nowhere" / names[what]
    choose(place)
    getattr(studio.window.actions_, what).trigger()
    assert answers.texts == [f"“{place.name}” is not saved"]
    assert "no such" in answers.reasons[0].casefold()
    assert not place.parent.exists()
    assert studio.window.document.path is None


@pytest.mark.parametrize("ending", [".csv", ".npz", ".json"])
def test_that_the_data_of_all_runs_are_exported(
    studio: Studio, choose: Choose, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"data{ending}"
    choose(path)
    studio.window.actions_.export_data.trigger()
    result = studio.frame.results[2]
    if ending == ".npz":
        with np.load(path) as arrays:
            np.testing.assert_array_equal(arrays["run2.parameters"], result.trace.parameters)
            assert str(arrays["run2.label"]) == result.label
    elif ending == ".json":
        run = json.loads(path.read_text(encoding="utf-8"))["runs"][2]
        assert run["label"] == result.label
        assert run["losses"] == result.trace.losses.tolist()
    else:
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0] == "run,step,loss,gradient_norm,learning_rate,x,y"
        assert len(lines) == 1 + sum(len(each.trace) for each in studio.frame.results)


def test_that_an_unknown_ending_is_explained(
    studio: Studio, choose: Choose, answers: Answers, tmp_path: Path
) -> None:
    choose(tmp_path / "data.xlsx")
    studio.window.actions_.export_data.trigger()
    assert answers.reasons == ["Its ending should be one of .csv, .npz, .json."]
    assert not (tmp_path / "data.xlsx").exists()


def test_that_data_without_an_ending_are_csv(
    studio: Studio, choose: Choose, tmp_path: Path
) -> None:
    choose(tmp_path / "data")
    studio.window.actions_.export_data.trigger()
    assert (tmp_path / "data.csv").exists()


def test_that_the_picture_is_copied_to_the_clipboard(studio: Studio) -> None:
    studio.window.actions_.copy_picture.trigger()
    image = QGuiApplication.clipboard().image()
    assert not image.isNull()
    assert image.width() == FigureStyle().width * FigureStyle().ratio


def test_that_buttons_of_a_question_have_words_alone(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes: list[QMessageBox] = []

    def look(box: QMessageBox) -> Button:
        box.show()
        boxes.append(box)
        return Button.Cancel

    monkeypatch.setattr(QMessageBox, "exec", look)
    edit(studio)
    assert not studio.window.close()
    buttons = boxes[0].buttons()
    assert len(buttons) == 3
    assert all(button.icon().isNull() for button in buttons)
