import codecs
import csv
import io
from itertools import chain
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gdstudio.assets import asset
from gdstudio.experiment import ExperimentError
from gdstudio.experiment.datasets import csv_table, read_csv
from gdstudio.experiment.datasets.csv_table import PREVIEW_ROWS

DIGITS = Path(__file__).parents[2] / "data" / "digits.csv"


@pytest.fixture
def table(tmp_path):
    def read(content, **options):
        path = tmp_path / "table.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_csv(path, **options)

    return read


def numbers(table):
    return [column.numbers.tolist() for column in table.columns]


def test_that_a_table_tells_what_a_window_shows(table):
    found = table('width, height ,kind\n1,2.5,"red, or so"\n\n3,NA,\n')
    assert found.file.name == "table.csv"
    assert (found.delimiter, found.has_header, found.has_decimal_commas) == (",", True, False)
    assert found.column_names == ("width", "height", "kind")
    assert [column.kind for column in found.columns] == ["number", "number", "text"]
    assert found.rows == 2
    assert found.lines.tolist() == [2, 4]
    assert found.preview == (("1", "2.5", "red, or so"), ("3", "NA", ""))
    assert [column.missing.tolist() for column in found.columns] == [[], [1], [1]]
    assert found.columns[0].numbers.tolist() == [1.0, 3.0]
    assert found.columns[2].texts == ("red, or so", "")


def test_that_the_preview_is_short(table):
    found = table("a,b\n" + "".join(f"{row},x\n" for row in range(1000)))
    assert found.preview == tuple((str(row), "x") for row in range(PREVIEW_ROWS))
    assert found.columns[0].numbers.tolist() == list(range(1000))


@pytest.mark.parametrize(
    ("content", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1;2\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("a b\n1 2\n", " "),
        ("  a   b \n 1.5  2\n\n10 -3   \n", " "),
        ("1,5;2,5\n3,5;4,5\n", ";"),
        ("a b,c d\n1 2,3 4\n", ","),
        ("a;b;c\n1,5;2;3\n1,5;2\n1,5;2;3\n", None),
        ('a,b\n"1;2;3",4\n"5;6;7",8\n', ","),
        ('a,"b;c;d"\n1,2\n3,4\n', ","),
        ("a\n1\n2\n", ","),
    ],
)
def test_that_the_delimiter_is_found_out(table, content, delimiter):
    if delimiter is None:
        with pytest.raises(ValueError, match="line 3 has 2 values, the header has 3"):
            table(content)
    else:
        assert table(content).delimiter == delimiter


def test_that_any_delimiter_can_be_given(table):
    assert numbers(table("a:b\n1:2\n", delimiter=":")) == [[1.0], [2.0]]
    assert numbers(table("aéb\n1é2\n", delimiter="é")) == [[1.0], [2.0]]
    assert table("a;b,c\n1;2,3\n", delimiter=",").column_names == ("a;b", "c")


@pytest.mark.parametrize(
    ("content", "has_header"),
    [
        ("a,b\n1,2\n", True),
        ("1,2\n3,4\n", False),
        ("5.1,setosa\n4.9,setosa\n", False),
        ("red,blue\nblue,red\n", True),
        ("1,5;a\n2,5;b\n", False),
        ("1e5|x\n1|y\n", False),
    ],
)
def test_that_the_header_is_found_out(table, content, has_header):
    found = table(content)
    assert found.has_header is has_header
    assert has_header or found.column_names == ("column 1", "column 2")


def test_that_the_header_can_be_stated(table):
    named = table("1,2\n3,4\n", header=True)
    assert (named.column_names, numbers(named)) == (("1", "2"), [[3.0], [4.0]])
    plain = table("a,b\nc,d\n", header=False)
    assert plain.column_names == ("column 1", "column 2")
    assert plain.columns[1].texts == ("b", "d")


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode(),
        lambda text: codecs.BOM_UTF8 + text.encode(),
        lambda text: text.encode("utf-16"),
        lambda text: codecs.BOM_UTF16_BE + text.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with BOM", "utf-16 little", "utf-16 big"],
)
def test_that_the_encoding_is_found_out(table, encode):
    found = table(encode("größe,𝛼\n1,ä\n"))
    assert found.column_names == ("größe", "𝛼")
    assert found.columns[1].texts == ("ä",)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_that_lines_are_counted_as_editors_do(table, end):
    found = table(end.join(["a,b", "1,2", "", ",", '"3', '4",5', "6,7"]))
    assert found.lines.tolist() == [2, 5, 7]


def test_that_quoted_cells_may_hold_anything(table):
    found = table('a,b\n"x, ""y""\nz",1\n')
    assert found.columns[0].texts == ('x, "y"\nz',)


@pytest.mark.parametrize("cell", ["", " ", "?", "NA", "n/a", "#N/A", "NaN", "nan", "NULL", "None"])
def test_that_missing_values_are_told(table, cell):
    found = table(f"a,b\n1,2\n{cell},3\n4,5\n")
    assert found.columns[0].kind == "number"
    assert found.columns[0].missing.tolist() == [1]
    assert np.isnan(found.columns[0].numbers).tolist() == [False, True, False]


def test_that_a_decimal_comma_is_understood_where_it_cannot_separate(table):
    found = table("preis;zahl;name\n3,14;7;a\n-,5;1e3;b,c\n+1,5E-2;8;d\n")
    assert found.has_decimal_commas
    assert numbers(found)[:2] == [[3.14, -0.5, 0.015], [7.0, 1000.0, 8.0]]
    assert found.columns[2].texts == ("a", "b,c", "d")
    assert not table("a;b\n1.5;x,5\n2.5;1,2\n3.5;y\n").has_decimal_commas


def test_that_a_point_among_decimal_commas_makes_no_number(table):
    found = table("a;b\n3,14;1.234\n2,5;1.234,5\n")
    assert found.columns[0].kind == "number"
    assert found.columns[1].texts == ("1.234", "1.234,5")


def test_that_a_column_may_turn_to_text_late(table):
    found = table("a,b\n" + "1,2\n" * 9000 + "x,3\n")
    assert found.columns[0].kind == "text"
    assert found.columns[0].texts == ("1",) * 9000 + ("x",)
    assert found.columns[0].numbers[:9000].tolist() == [1.0] * 9000
    assert found.columns[1].numbers.tolist() == [2.0] * 9000 + [3.0]


@pytest.mark.parametrize("rows", [511, 512, 513, 1024])
def test_that_rows_are_complete_where_parts_meet(table, rows):
    found = table("".join(f"{row},{row / 8}\n" for row in range(rows)))
    assert found.rows == rows
    assert numbers(found) == [list(range(rows)), [row / 8 for row in range(rows)]]
    assert found.lines.tolist() == list(range(1, rows + 1))


def test_that_a_wide_table_is_read_in_few_rows_at_once(table, monkeypatch):
    monkeypatch.setattr(csv_table, "_CELLS_AT_ONCE", 10)
    found = table("".join(f"{row},{row + 1},{row + 2}\n" for row in range(20)))
    assert numbers(found) == [list(range(shift, shift + 20)) for shift in range(3)]


def test_that_iris_is_the_famous_table():
    path = str(asset("datasets", "iris.csv"))
    iris = read_csv(path)
    assert iris.rows == 150
    assert [column.kind for column in iris.columns] == ["number"] * 4 + ["text"]
    # The means of the species in R: aggregate(. ~ Species, iris, mean).
    means = {
        "setosa": (5.006, 3.428, 1.462, 0.246),
        "versicolor": (5.936, 2.770, 4.260, 1.326),
        "virginica": (6.588, 2.974, 5.552, 2.026),
    }
    species = np.array(iris.columns[4].texts)
    for name, expected in means.items():
        found = [column.numbers[species == name].mean() for column in iris.columns[:4]]
        assert found == pytest.approx(expected, abs=1e-9)


def test_that_digits_are_read():
    digits = read_csv(DIGITS)
    assert digits.rows == 1797
    assert len(digits.columns) == 65
    counts = np.bincount(digits.columns[-1].numbers.astype(int))
    # As the UCI repository states for the test set of optdigits.
    assert counts.tolist() == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    pixels = np.array([column.numbers for column in digits.columns[:-1]])
    assert (pixels.min(), pixels.max()) == (0, 16)


def is_text(cell):
    if cell != cell.strip() or cell.lower() in {"", "?", "na", "n/a", "#n/a", "null", "none"}:
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return "_" in cell


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12).map(str.strip)
WORD = TEXT.filter(is_text)
FLOATS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def tables(draw):
    names = draw(st.lists(WORD, min_size=2, max_size=5, unique=True))
    rows = draw(st.integers(1, 12))
    column = st.lists(FLOATS, min_size=rows, max_size=rows) | st.lists(
        WORD, min_size=rows, max_size=rows
    )
    return names, [draw(column) for _ in names]


DIALECTS = st.fixed_dictionaries(
    {
        "delimiter": st.sampled_from(",;\t|:^ "),
        "lineterminator": st.sampled_from(["\n", "\r\n", "\r"]),
        "quoting": st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    }
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16"])


def written(names, columns, dialect, encoding):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, **dialect)
    writer.writerows([names, *zip(*columns, strict=True)])
    return stream.getvalue().encode(encoding)


@settings(deadline=None)
@given(tables(), DIALECTS, ENCODINGS)
def test_that_what_a_writer_wrote_is_read_back_exactly(
    tmp_path_factory, columns, dialect, encoding
):
    names, cells = columns
    if dialect["quoting"] == csv.QUOTE_MINIMAL:
        # This writer leaves the other kinds of line breaks bare, and nobody can read that.
        words = [cell for cell in chain(names, *cells) if isinstance(cell, str)]
        assume(not any(end in word for end in "\n\r" for word in words))
    path = tmp_path_factory.getbasetemp() / "round-trip.csv"
    path.write_bytes(written(names, cells, dialect, encoding))
    found = read_csv(path, delimiter=dialect["delimiter"])
    assert found.has_header
    assert found.column_names == tuple(names)
    for column, expected in zip(found.columns, cells, strict=True):
        if isinstance(expected[0], float):
            assert column.kind == "number"
            assert column.numbers.tobytes() == np.array(expected).tobytes()
        else:
            assert column.texts == tuple(expected)
        assert column.missing.size == 0


@settings(deadline=None)
@given(
    st.lists(st.lists(FLOATS, min_size=3, max_size=3), min_size=1, max_size=20),
    st.sampled_from(",;\t| "),
    st.booleans(),
    st.booleans(),
)
def test_that_a_table_of_numbers_needs_no_description(
    tmp_path_factory, rows, delimiter, named, german
):
    path = tmp_path_factory.getbasetemp() / "numbers.csv"
    # A space apart, decimal commas look like commas between the cells.
    german = german and delimiter in ";\t|"
    lines = [["a", "b", "c"]] * named + [[repr(value) for value in row] for row in rows]
    text = "".join(delimiter.join(line) + "\n" for line in lines)
    path.write_text(text.replace(".", ",") if german else text)
    found = read_csv(path)
    assert (found.delimiter, found.has_header) == (delimiter, named)
    assert np.array([c.numbers for c in found.columns]).tobytes() == np.array(rows).T.tobytes()


def attempted(content, folder):
    """Return the table in a file of these bytes, or the sentence why there is none."""
    path = folder / "any.csv"
    path.write_bytes(content)
    try:
        return read_csv(path)
    except ExperimentError as error:
        return error.reason


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_that_no_bytes_break_the_reader(tmp_path_factory, content):
    found = attempted(content, tmp_path_factory.getbasetemp())
    if isinstance(found, str):
        assert found.startswith('cannot read "any.csv": ')
    else:
        assert {len(column.numbers) for column in found.columns} == {found.rows}


@settings(deadline=None)
@given(st.text(st.sampled_from('a1.,;\t "\n\r'), max_size=60))
def test_that_no_table_breaks_the_reader(tmp_path_factory, content):
    found = attempted(content.encode(), tmp_path_factory.getbasetemp())
    if isinstance(found, str):
        assert found.startswith('cannot read "any.csv": ')
        return
    assert found.rows > 0
    for column in found.columns:
        gaps = set(np.flatnonzero(np.isnan(column.numbers)).tolist())
        missing = set(column.missing.tolist())
        assert gaps >= missing
        assert bool(column.texts) is (gaps > missing)
