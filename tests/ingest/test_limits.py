"""What no export of a company needs is refused in one sentence, before it costs anything."""

import importlib
import io
import socket
import threading
import time
import zipfile

import polars as pl
import pytest
import xlsxwriter

from revcore.ingest.raw import OpenedFile, Source
from revcore.ingest.read import open_files


def opened(name: str, data: bytes) -> OpenedFile:
    """One file, opened."""
    return open_files([Source(name, data)]).files[0]


FAR = ((1, "A1"), (1_048_576, "XFD1048576"))
"""Opposite corners of a sheet."""


def package(sheet: str) -> bytes:
    """A workbook whose only sheet is this XML."""
    usual, out = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(usual, {"in_memory": True}) as made:
        made.add_worksheet("S")
    with (
        zipfile.ZipFile(usual) as parts,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in parts.namelist():
            own = part == "xl/worksheets/sheet1.xml"
            made.writestr(part, sheet if own else parts.read(part))
    return out.getvalue()


def wide_book(columns: int, *, filled: bool) -> bytes:
    """Three columns of orders, and cells or mere colour far to the right."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Wide")
        sheet.write_row(0, 0, ["Customer", "Order date", "Total"])
        sheet.write_row(1, 0, ["Acme", "2025-01-03", 5])
        if filled:
            sheet.write(1, columns - 1, 7)
        else:
            sheet.write_blank(1, columns - 1, None, made.add_format({"bg_color": "red"}))
    return out.getvalue()


def parquet(columns: int) -> bytes:
    """One row of many columns."""
    out = io.BytesIO()
    pl.DataFrame({f"c{at}": [1] for at in range(columns)}).write_parquet(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b"Customer," + b"x," * 2_999 + b"x\nAcme" + b",1" * 3_000 + b"\n"),
        ("a.csv", b"," * 1_000_000),
        ("a.csv", b'Customer"s' + b"," * 1_000_000),
        ("a.xlsx", wide_book(3_001, filled=True)),
        ("a.parquet", parquet(2_001)),
    ],
)
def test_more_columns_than_any_export_has_are_refused(name, data):
    start = time.process_time()
    error = opened(name, data).error
    assert error is not None
    assert "columns; up to 2,000 are read" in error
    assert time.process_time() - start < 3


def test_commas_within_a_cell_are_no_columns():
    cell = b'"{' + b'""a"": 1,\n' * 40 + b'""b"": 1,' * 3_000 + b'}"'
    file = opened("a.csv", b"Customer,Date,Amount,Metadata\nAcme,2025-01-31,5," + cell + b"\n")
    assert file.error is None
    assert [table.rows_in for table in file.tables] == [1]


def test_colour_far_to_the_right_is_no_column():
    file = opened("a.xlsx", wide_book(3_001, filled=False))
    assert file.error is None
    assert file.tables[0].headers == ("Customer", "Order date", "Total")


def test_a_workbook_of_too_many_parts_is_not_unpacked():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for part in range(2_001):
            made.writestr(f"xl/worksheets/sheet{part}.xml", "")
    error = opened("parts.xlsx", out.getvalue()).error
    assert error is not None
    assert "in 2,001 parts, more than is safe to open" in error


@pytest.mark.parametrize(
    "corner",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1048576'><c t='n' r = 'cv1048576'><v>1</v></c></row>",
        '<row r="1048576"><c><v>1</v></c></row><row r="2"><c r="CV2"><v>1</v></c></row>',
        '<row r="4000000000"><c><v>1</v></c></row>',
    ],
)
def test_two_far_corners_of_a_sheet_ask_for_no_room(corner):
    data = package(
        f'<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>{corner}</sheetData>'
        "</worksheet>"
    )
    start = time.process_time()
    error = opened("vast.xlsx", data).error
    assert error is not None
    assert error.startswith("“vast.xlsx” claims ")
    assert time.process_time() - start < 3


def test_a_workbook_with_a_piece_cut_out_is_damaged_and_no_more():
    data = wide_book(3, filled=True)
    error = opened("cut.xlsx", data[:200] + data[240:]).error
    assert error == (
        "“cut.xlsx” is damaged: its contents cannot be unpacked. Open it in the program that wrote "
        "it, save it again, and drop the new copy."
    )


def test_far_corners_are_found_though_a_part_has_two_names():
    """One name in the list of contents, another before the part: readers differ in minding it."""
    rows = (f'<row r="{at}"><c r="{cell}"><v>1</v></c></row>' for at, cell in FAR)
    data = package(f"<worksheet><sheetData>{''.join(rows)}</sheetData></worksheet>")
    forged = data.replace(b"sheets/sheet1.xml", b"sheets/sheet9.xml", 1)
    assert forged != data
    assert "vast.xlsx" in (opened("vast.xlsx", forged).error or "")


def test_colour_down_to_the_last_row_is_no_reason_to_refuse():
    text = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'
    rows = [
        text.format("A1", "name") + text.format("B1", "cost"),
        text.format("A2", "Acme") + '<c r="B2"><v>5</v></c>',
        '<c r="CV1048576" s="1"/>',
    ]
    lines = [f'<row r="{at}">{row}</row>' for at, row in zip((1, 2, 1048576), rows, strict=True)]
    data = package(f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>")
    file = opened("coloured.xlsx", data)
    assert file.error is None
    assert file.tables[0].headers == ("name", "cost")


def test_a_link_to_another_workbook_is_not_followed(monkeypatch):
    def refused(*_):
        pytest.fail("something outside the file was asked for")

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("S")
        sheet.write_row(0, 0, ["Customer", "Order date", "Total"])
        sheet.write_row(1, 0, ["Acme", "2025-01-03"])
        sheet.write_formula(1, 2, "='https://example.com/[other.xlsx]S'!A1", None, 7)
        sheet.write_row(2, 0, ["Beta", "2025-01-04"])
        sheet.write_formula(2, 2, '=WEBSERVICE("https://example.com/")', None, 8)
    for name in ("connect", "create_connection", "getaddrinfo"):
        owner = socket.socket if name == "connect" else socket
        monkeypatch.setattr(owner, name, refused)
    file = opened("links.xlsx", out.getvalue())
    assert file.error is None
    assert file.tables[0].frame["Total"].to_list() == ["7", "8"]


def test_deeply_nested_xml_neither_crashes_nor_hangs():
    depth = 200_000
    data = package(f"<worksheet><sheetData>{'<a>' * depth}{'</a>' * depth}</sheetData></worksheet>")
    start = time.process_time()
    assert opened("deep.xlsx", data).error is not None
    assert time.process_time() - start < 3


def test_entities_are_never_expanded():
    steps = "".join(f'<!ENTITY e{at + 1} "{f"&e{at};" * 10}">' for at in range(9))
    text = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{steps}]><worksheet><sheetData>'
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&e9;</t></is></c></row></sheetData></worksheet>'
    )
    error = opened("laughs.xlsx", package(text)).error
    assert error is not None
    assert "laughs.xlsx" in error


def test_a_file_too_large_for_the_app_names_the_command_line():
    limit = 200 * 1024 * 1024
    data = bytes(limit + 1)
    (file,) = open_files([Source("big.csv", data)], max_bytes=limit).files
    assert file.error == (
        "“big.csv” has 200 MB; the limit is 200 MB. "
        "Read it on the command line: python -m revcore score “big.csv”."
    )


def test_a_file_that_takes_too_long_is_said_and_leaves_the_others_alone(monkeypatch):
    reader = importlib.import_module("revcore.ingest.read")
    quick = reader._open

    def slow(source, max_bytes, seconds):
        if source.name == "slow.csv":
            time.sleep(0.5)
        return quick(source, max_bytes, seconds)

    monkeypatch.setattr(reader, "_open", slow)
    text = b"Customer,Order date,Total\nAcme,2025-01-03,5\n"
    files = open_files([Source("slow.csv", text), Source("a.csv", text)], seconds=0.2).files
    errors = {file.name: file.error for file in files}
    assert errors["a.csv"] is None
    assert "could not be opened within 0 seconds" in str(errors["slow.csv"])


HOSTILE = 'Customer,Order date,Total\n1,"Acme,2025-01-03,5\n2,"Birch,2025-01-03,5\n'
"""A file with quotes too many, which our own reader takes line by line."""


def test_the_thread_gives_up_soon_after_nobody_waits_for_it_any_more():
    text = (HOSTILE + "Cobalt,2025-01-03,5\n" * 400_000).encode()
    (file,) = open_files([Source("hostile.csv", text)], seconds=0.05).files
    assert file.error is not None
    assert "“hostile.csv” could not be opened within 0" in file.error
    begun = time.process_time()
    for thread in threading.enumerate():
        if thread.name.startswith("open"):
            thread.join(timeout=60)
    assert time.process_time() - begun < 1  # the whole file takes several


@pytest.mark.parametrize("seconds", [0, None])
def test_every_way_into_a_file_looks_at_the_clock(seconds):
    for name, data in (("a.csv", HOSTILE.encode()), ("a.xlsx", wide_book(3, filled=True))):
        opening = importlib.import_module("revcore.ingest.read")._open
        file = opening(Source(name, data), None, seconds)
        assert (file.error is None) == (seconds is None)
        assert file.error is None or "could not be opened within 0 seconds" in file.error
