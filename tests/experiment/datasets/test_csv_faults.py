import errno
import os
from pathlib import Path

import pytest

from gdstudio.experiment import ExperimentError
from gdstudio.experiment.data_objectives import CsvSource, Dataset
from gdstudio.experiment.datasets import TargetKind, csv_table, load_dataset, read_csv
from gdstudio.experiment.datasets.csv_file import LARGEST_FILE

SAVE = 'save it in the encoding UTF-8 (in Excel: "CSV UTF-8")'


@pytest.fixture
def table(tmp_path):
    def write(content):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def refusal(path, **options):
    with pytest.raises(ExperimentError) as caught:
        read_csv(path, **options)
    return caught.value.path, caught.value.reason


def choice_refusal(path, inputs=("a", "b"), target="t", kind=TargetKind.NUMBERS, **options):
    source = CsvSource(os.fspath(path), inputs, target, **options)
    with pytest.raises(ExperimentError) as caught:
        load_dataset(Dataset(source), kind)
    return caught.value.path, caught.value.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "it is empty"),
        ("\ufeff", "it is empty"),
        (" \r\n\t\n", "it is empty"),
        (",,\n,,\n", "it is empty"),
        ("a,b\n", "it has a header, but no rows below"),
        ("a,b\n\n,\n", "it has a header, but no rows below"),
        ("a,b,c\n1,2,3\n4,5\n", "line 3 has 2 values, the header has 3"),
        ("a,b,c\n1,2,3\n\n4,5,6,7\n", "line 4 has 4 values, the header has 3"),
        ('a,b,c\n"1\n",2,3\n1\n', "line 4 has 1 value, the header has 3"),
        ("1,2\n3,4\n5,6,7\n", "line 3 has 3 values, the first row has 2"),
        ("a,b,c,a\n1,2,3,4\n", 'line 1: columns 1 and 4 have the same name "a"; rename one'),
        ("\n\na, a\n1,2\n", 'line 3: columns 1 and 2 have the same name "a"; rename one'),
        (",a\n1,2\n", "line 1: column 1 of the header has no name"),
        ("a,b, \nx,y,z\n", "line 1: column 3 of the header has no name"),
        (
            'a,b\n1,2\n3,"four\n5,6\n',
            'line 3: a quoted text begins here whose closing quote (") is missing',
        ),
        (
            'a,b\n1,"' + "long " * 100_000,
            'line 2: a quoted text begins here whose closing quote (") is missing',
        ),
        (
            'a,b\n1,2\n3,"5" pipe"\n',
            'line 3: after a closing quote (") the cell goes on; a quote within quoted text is '
            "written twice",
        ),
        (
            "name,b\ncafé,1\n".encode("latin-1"),
            f"line 2 holds the byte 0xE9 (é in Windows-1252), which is not UTF-8 text; {SAVE}",
        ),
        (
            b"a,b\r1,2\r\n3,\x81\r",
            f"line 3 holds the byte 0x81, which is not UTF-8 text; {SAVE}",
        ),
        (
            b"a,b\n1,2\n\x00,3\n",
            "it is not a text file: line 3 holds a NUL byte; if it is a table in another "
            f"encoding, {SAVE}",
        ),
        (
            "a,b\n1,2\n".encode("utf-16-le"),
            "it is not a text file: line 1 holds a NUL byte; if it is a table in another "
            f"encoding, {SAVE}",
        ),
        (
            "a,b\n1,2\n".encode("utf-16") + b"!",
            f"it begins as UTF-16 text, but byte 19 is not; {SAVE}",
        ),
        (
            b"PK\x03\x04\x14\x00",
            f"it is an Excel workbook or another archive, not text; {SAVE}",
        ),
        (",".join(f"c{i}" for i in range(10_001)), "it has 10001 columns, more than 10000"),
    ],
)
def test_that_each_bad_file_has_its_sentence(table, content, reason):
    expected = ("objective.dataset.csv", f'cannot read "table.csv": {reason}')
    assert refusal(table(content)) == expected


def test_that_a_bad_byte_far_down_is_found_in_its_line(table):
    line = "1.25,2.5,ä\n".encode()
    content = b"a,b,c\n" + 200_000 * line + b"1,2,\xe4\n" + 10 * line
    assert refusal(table(content)) == (
        "objective.dataset.csv",
        'cannot read "table.csv": line 200002 holds the byte 0xE4 (ä in Windows-1252), which is '
        f"not UTF-8 text; {SAVE}",
    )


def test_that_places_that_hold_no_table_are_refused_with_a_sentence(tmp_path, table):
    cases = [
        (tmp_path, "it is a folder"),
        (tmp_path / "none.csv", "there is no such file"),
        ("a\0b", "that is not the name of a file"),
    ]
    if os.name != "nt":
        cases += [
            (table("a,b\n1,2\n") / "b", "a part of the path is a file, not a folder"),
            ("/dev/null", "it is not a regular file"),
        ]
    for path, reason in cases:
        assert refusal(path) == ("objective.dataset.csv", f'cannot open "{path}": {reason}')


@pytest.mark.parametrize(
    ("code", "reason"), [(errno.EACCES, "no permission"), (errno.EIO, os.strerror(errno.EIO))]
)
def test_that_a_file_that_cannot_be_opened_is_refused(table, monkeypatch, code, reason):
    def refuse(_):
        raise OSError(code, os.strerror(code))

    path = table("a,b\n1,2\n")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert refusal(path)[1] == f'cannot open "{path}": {reason}'


def test_that_a_large_file_is_refused_without_reading_it(table, monkeypatch):
    path = table("")
    with path.open("wb") as stream:
        stream.truncate(LARGEST_FILE + 1)
    monkeypatch.setattr(Path, "read_bytes", None)
    reason = f'cannot open "{path}": it is larger than 256 MiB; take a part of its rows'
    assert refusal(path) == ("objective.dataset.csv", reason)


def test_that_too_many_rows_are_refused(table, monkeypatch):
    path = table("a,b\n" + 5 * "1,2\n")
    monkeypatch.setattr(csv_table, "MOST_ROWS", 5)
    assert read_csv(path).rows == 5
    monkeypatch.setattr(csv_table, "MOST_ROWS", 4)
    reason = 'cannot read "table.csv": it has more than 4 rows; take a part of them'
    assert refusal(path) == ("objective.dataset.csv", reason)


@pytest.mark.parametrize("delimiter", ["", ",,", '"', "\n", "\r", "\0"])
def test_that_only_one_character_separates(table, delimiter):
    path, reason = refusal(table("a,b\n1,2\n"), delimiter=delimiter)
    assert path == "objective.dataset.delimiter"
    assert reason.startswith("expected one character that is no quote and no line break, got ")


@pytest.mark.parametrize(
    ("content", "path", "reason"),
    [
        ("a,b,t\n1,2,3\n4,abc,6\n", "inputs[1]", 'line 3, column "b": "abc" is not a number'),
        (
            "a,b,t\n1,red,3\n\n4,NA,6\n4,blue,6\n",
            "inputs[1]",
            'line 2, column "b": "red" is not a number; 2 cells of the column are not',
        ),
        ("a,b,t\n1,2,3\n1,1_000,3\n", "inputs[1]", 'line 3, column "b": "1_000" is not a number'),
        ("a,b,t\n1,2,3\n1,5%,3\n", "inputs[1]", 'line 3, column "b": "5%" is not a number'),
        (
            'a,b,t\n"3,5",2,3\n',
            "inputs[0]",
            'line 2, column "a": "3,5" is not a number; write it with a decimal point',
        ),
        (
            "a;b;t\n3,5;1.500;3\n",
            "inputs[1]",
            'line 2, column "b": "1.500" is not a number; the numbers of this file have decimal '
            "commas, so that a point is ambiguous",
        ),
        (
            "a,b,t\n1,2,3\n4,,6\n",
            "inputs[1]",
            'line 3, column "b": the value is missing; fill it in or remove the row',
        ),
        (
            "a,b,t,u\n1,2,3,\n4,5,?,\n NaN ,,7,\n",
            "target",
            'line 3, column "t": the value is missing (so are 3 in all in the chosen columns); '
            "fill it in or remove the row",
        ),
        (
            "a,b,t\n1,2,3\n-inf,5,6\n",
            "inputs[0]",
            'line 3, column "a": the number is infinite or too large',
        ),
        (
            "a,b,t\n1,2,3\n4,5,1e999\n",
            "target",
            'line 3, column "t": the number is infinite or too large',
        ),
        (
            "a,b,t\n1,2,3\n4,5,x\n",
            "target",
            'line 3, column "t": "x" is not a number, and this loss fits numbers; for classes '
            "choose the loss cross_entropy, or binary_cross_entropy for two",
        ),
    ],
)
def test_that_each_bad_cell_of_a_chosen_column_has_its_sentence(table, content, path, reason):
    expected = (f"objective.dataset.{path}", f'cannot use "table.csv": {reason}')
    assert choice_refusal(table(content)) == expected


def test_that_columns_that_are_not_chosen_may_hold_anything(table):
    path = table("a,b,t,u,v,w\n1,2,3,,abc,inf\n4,5,6,NA,,7\n")
    data = load_dataset(Dataset(CsvSource(str(path), ("a", "b"), "t")), TargetKind.NUMBERS)
    assert data.inputs.tolist() == [[1, 2], [4, 5]]
    assert data.targets.tolist() == [[3], [6]]


@pytest.mark.parametrize(
    ("inputs", "target", "path", "reason"),
    [
        (("width", "hight"), "t", "inputs[1]", '"table.csv" has no column "hight"; did you mean '
         '"height"?'),
        (("width",), "zzz", "target", '"table.csv" has no column "zzz"; it has "width", "height" '
         'and "t"'),
        (("width", "t"), "t", "inputs[1]", 'the target "t" cannot be an input too'),
        (("width", "width"), "t", "inputs[1]", '"width" stands in the list twice; remove one'),
        ((), "t", "inputs", "expected at least one column"),
    ],
)  # fmt: skip
def test_that_a_wrong_choice_of_columns_is_refused(table, inputs, target, path, reason):
    file = table("width,height,t\n1,2,3\n")
    expected = (f"objective.dataset.{path}", reason)
    assert choice_refusal(file, inputs, target) == expected


def test_that_many_column_names_are_not_all_listed(table):
    file = table("1,2,3,4,5,6,7,8,9,10\n")
    assert choice_refusal(file, ("x",), "column 10") == (
        "objective.dataset.inputs[0]",
        '"table.csv" has no column "x"; it has "column 1", "column 2", "column 3", "column 4", '
        '"column 5" and 5 more',
    )
