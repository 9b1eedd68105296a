"""Opening files: bad ones say why in a sentence, good ones keep every line and its number."""

import csv
import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from revcore.ingest.raw import LINE, OpenedFile, Source
from revcore.ingest.read import open_files
from revcore.ingest.shape import NoTable, find_tables
from revcore.ingest.text import text_grid

GOOD = b"name,cost\nAcme,5\nBeta,7\n"


def open_one(data: bytes | Path, name: str = "file.csv", **options: int) -> OpenedFile:
    return open_files([Source(name, data)], **options).files[0]


def workbook(*sheets: list[list[object]]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, tuple):
                        sheet.write_formula(at, column, cell[0], None, cell[1])
                    else:
                        sheet.write(at, column, cell)
    return buffer.getvalue()


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


# ---------------------------------------------------------------- bad input
@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("empty.csv", b"", "is empty"),
        ("blank.csv", b"\xef\xbb\xbf \n\n", "is empty"),
        ("logo.csv", b"\x89PNG\r\n\x1a\n" + bytes(200), "is a PNG picture, not a table"),
        ("offer.xlsx", b"%PDF-1.7 ...", "is a PDF document"),
        ("letter.csv", archive(word__document_xml=b"<w/>"), "is a Word document"),
        ("deck.xlsx", archive(ppt__slides_xml=b"<p/>"), "is a slide deck"),
        ("all.zip", archive(a=b"1,2", b=b"3,4"), "is a zip archive of 2 files"),
        ("cut.xlsx", workbook([["a", "b"], [1, 2]])[:900], "is damaged"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is damaged"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "is a web page"),
        ("noise.csv", bytes(range(1, 32)) * 30, "is neither a workbook nor text"),
        ("names.csv", b"name,cost\n", "has a header of 2 columns and no rows below it"),
        ("comments.csv", b"# made by hand\n# on Monday\n", "has comment lines only"),
        ("letter.txt", b"Dear Sir,\nthank you.\nYours\n", "no table"),
    ],
)
def test_each_bad_file_says_one_sentence_and_the_others_are_read(name, data, says):
    files = open_files([Source(name, data), Source("good.csv", GOOD)]).files
    bad = next(file for file in files if file.name == name)
    good = next(file for file in files if file.name == "good.csv")
    assert says in bad.error
    assert f"“{name}”" in bad.error
    assert bad.tables == ()
    assert good.error is None
    assert good.tables[0].frame.height == 2


def test_a_bomb_is_not_unpacked():
    bomb = archive(xl__workbook_xml=b"0" * 50_000_000)
    assert len(bomb) < 100_000
    assert "would unpack to 48 MB" in open_one(bomb, "bomb.xlsx").error


def test_a_file_over_the_limit_names_the_command_line():
    error = open_one(GOOD * 100_000, "big.csv", max_bytes=1024**2).error
    assert "“big.csv” has 2.3 MB" in error
    assert "python -m revcore score" in error


def test_a_missing_file_is_said_so(tmp_path):
    assert "is not there" in open_one(tmp_path / "gone.csv", "gone.csv").error
    assert "is not a file" in open_one(tmp_path, "folder").error


def test_the_content_counts_and_not_the_extension():
    file = open_one(workbook([["name", "cost"], ["Acme", 5]]), "export.csv")
    assert file.error is None
    assert file.tables[0].headers == ("name", "cost")
    assert open_one(GOOD, "export.xlsx").tables[0].frame.height == 2


def test_base_names_only_and_same_bytes_are_a_duplicate():
    files = open_files([Source("/home/ann/a.csv", GOOD), Source("b.csv", GOOD)]).files
    assert [(file.name, file.duplicate_of) for file in files] == [
        ("a.csv", None),
        ("b.csv", "a.csv"),
    ]
    assert [len(file.tables) for file in files] == [1, 0]
    assert files[0].sha256 == files[1].sha256


def test_a_path_reads_as_its_bytes_do(tmp_path):
    (tmp_path / "file.csv").write_bytes(GOOD)
    by_path, by_bytes = open_one(tmp_path / "file.csv"), open_one(GOOD)
    assert (by_path.sha256, by_path.bytes) == (by_bytes.sha256, by_bytes.bytes)
    assert by_path.tables[0].frame.equals(by_bytes.tables[0].frame)


def test_parquet_opens_as_text_columns():
    buffer = io.BytesIO()
    pl.DataFrame({"name": ["Acme", None], "cost": [1.5, 2.0]}).write_parquet(buffer)
    (table,) = open_one(buffer.getvalue(), "t.parquet").tables
    assert table.frame["cost"].to_list() == ["1.5", "2.0"]
    assert table.frame["name"].to_list() == ["Acme", None]


# ---------------------------------------------------------------- workbooks
def test_a_forged_workbook_whose_chain_runs_in_a_circle_is_told():
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(76, b"\0") + b"\xff" * 436)
    struct.pack_into("<H", header, 30, 9)
    for at, sector in ((48, 1), (60, 0xFFFFFFFE), (68, 0xFFFFFFFE), (76, 0)):
        struct.pack_into("<I", header, at, sector)
    table = struct.pack("<128I", 0xFFFFFFFD, 1, *[0xFFFFFFFF] * 126)  # sector 1 follows itself
    assert "is damaged" in open_one(bytes(header) + table + bytes(512), "old.xls").error


def test_cells_of_a_workbook_become_canonical_text():
    data = workbook(
        [
            ["name", "cost", "day", "open", "worked out"],
            ["Acme", 1234.5, dt.date(2024, 3, 5), True, ("=1+1", 2)],
            ["Beta", 7.0, dt.datetime(2024, 3, 6, 14, 30), False, ("=1/0", "#DIV/0!")],
            ["Gamma", 0.1 + 0.2, dt.date(1999, 12, 31), True, ("=2+2", 4)],
        ],
        [["only a note"]],
        [["month", "leads"], ["2024-01", 5], ["2024-02", 6]],
    )
    first, second = open_one(data, "b.xlsx").tables
    assert first.frame.rows()[:2] == [
        ("Acme", "1234.5", "2024-03-05", "TRUE", "2", 2),
        ("Beta", "7", "2024-03-06 14:30:00", "FALSE", None, 3),
    ]
    # An error cell holds nothing; what the formula would give is not worked out.
    assert first.frame["cost"][2] in {"0.30000000000000004", "0.3"}
    assert first.hints == {"cost": "number", "day": "date", "worked out": "number"}
    assert (second.sheet, second.range) == ("Sheet3", "A1:B3")


# ---------------------------------------------------------------- text
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_and_line_ends(table, encoding, mark, end):
    rows = [["Kunde", "Größe", "Ort"], ["Müller", "1,5", "Köln"], ["Weiß", "2,5", "Zürich"]]
    text = end.join(mark.join(f'"{c}"' if mark in c else c for c in row) for row in rows) + end
    found = table(text.encode(encoding))
    assert found.headers == ("Kunde", "Größe", "Ort")
    assert found.frame.rows() == [("Müller", "1,5", "Köln", 2), ("Weiß", "2,5", "Zürich", 3)]


def test_line_numbers_survive_blank_lines_and_quoted_newlines(table):
    found = table('\nname,cost\n\n"Acme\nLtd",5\n\n\nBeta,7\n')
    assert found.range == "A2:B8"
    assert found.frame.rows() == [("Acme\nLtd", "5", 4), ("Beta", "7", 8)]


def test_an_unclosed_quote_does_not_swallow_the_rest(table):
    found = table('name,cost\nAcme,5\n"Beta,7\nGamma,9\n')
    assert found.rows_in == 3


def test_a_shopify_order_number_is_no_comment(table):
    found = table("Name,Total\n#1001,5.00\n#1002,6.00\n")
    assert (found.comments, found.frame["Name"].to_list()) == (0, ["#1001", "#1002"])


def test_excel_says_its_delimiter_in_the_first_line(table):
    assert table("sep=;\nname;cost\nAcme;1,5\n").headers == ("name", "cost")


def test_duplicate_and_missing_names(table):
    found = table("id,,id,amount\n1,x,2,5.00\n2,y,3,6.00\n")
    assert found.headers == ("id", "Column B", "id (2)", "amount")


CELL = st.text(st.sampled_from('ab1,;"\n é'), max_size=5)


@settings(deadline=None)
@given(st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=12))
def test_the_fast_and_the_exact_reader_agree(rows):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(["alpha", "beta", "gamma"])
    writer.writerows([["x", *row] for row in rows] and [[*row[:2], "9"] for row in rows])
    data = buffer.getvalue().encode()
    fast, exact = text_grid("f", data, small=0), text_grid("f", data)
    assert fast.cells.equals(exact.cells)


@settings(deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from(["", "5", "7.5", "Acme", "Total", "2024-01-01"]), max_size=6),
        max_size=30,
    )
)
def test_no_line_is_ever_lost(rows):
    body = [["customer", "amount", "day"], *[["Acme", "5", "2024-01-01"]] * 40, *rows]
    data = "\n".join(",".join(row) for row in body).encode()
    grid = text_grid("f", data)
    tables = find_tables(grid, 0)
    assert not isinstance(tables, NoTable)
    found = tables[0]
    assert len(tables) == 1
    filled = [at for at, row in enumerate(body, 1) if any(row)]
    below = [line for line in filled if line > 1]
    assert found.headers[:3] == ("customer", "amount", "day")
    lines = [
        *found.frame[LINE],
        *(row.line for row in found.totals),
        *(row.line for row in found.ragged),
    ]
    assert sorted(lines) == below
    assert found.rows_in == len(below)
