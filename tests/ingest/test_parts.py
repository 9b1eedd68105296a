"""Hidden sheets wait for a word; two tables on one sheet each have settings of their own."""

import io

import xlsxwriter

from revcore.ingest import Source, answered, file_mapping, look, open_files, read
from revcore.model import FileMapping, Settings
from revcore.ui.settings_file import from_toml, to_toml

ORDERS = [["Order ID", "Order date", "Customer", "Order total"]] + [
    [f"A-{at}", f"2024-03-{at + 12}", "Acme", 10.5] for at in range(1, 6)
]
COPY = [ORDERS[0], *([f"B-{row[0]}", *row[1:]] for row in ORDERS[1:])]


def workbook(hide: str = "Old", **pages) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for name, rows in pages.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
            if name == hide:
                page.hide()
    return out.getvalue()


def test_a_hidden_sheet_is_set_aside_and_asked_about():
    opened = open_files([Source("o.xlsx", workbook(Now=ORDERS, Old=COPY))])
    dataset = read(opened)
    now, old = dataset.files[0].sheets
    assert (now.rows_used, old.rows_used, old.rows_set_aside) == (5, 0, 5)
    assert old.rows_by_reason == {"hidden sheet": 5}
    assert (old.total_in, old.total_used) == ({"unknown": 52.5}, {"unknown": 0.0})
    (asked,) = [one for one in dataset.questions if one.id == "hidden:o.xlsx:Old"]
    assert asked.text == "“Old” of “o.xlsx” is hidden in the workbook. Do its 5 rows count?"


def test_one_word_counts_the_hidden_sheet_and_settings_remember_it():
    opened = open_files([Source("o.xlsx", workbook(Now=ORDERS, Old=COPY))])
    entry = FileMapping(path="o.xlsx", sheet="Old", count=["hidden sheet"])
    settings = from_toml(to_toml(Settings(file=[entry])).encode())
    dataset = read(opened, settings)
    assert [sheet.rows_used for sheet in dataset.files[0].sheets] == [5, 5]
    assert not [one for one in dataset.questions if one.id.startswith("hidden")]


def test_the_only_sheet_with_a_table_counts_though_it_is_hidden():
    opened = open_files([Source("o.xlsx", workbook(Notes=[["To do"], ["Call"]], Old=COPY))])
    dataset = read(opened)
    assert dataset.tables["orders"].frame.height == 5
    assert any(one.id.startswith("hidden_sheet") for one in dataset.notices)


STEPS = (
    "ref,step,worth,begun\n"
    + "".join(
        f"A{n},{'Signed' if n % 2 else 'Gone'},{n}.50,2024-03-{n + 10}\n" for n in range(1, 9)
    )
    + "\nkey,phase,size,opened at\n"
    + "".join(f"B{n},{'Yes' if n % 2 else 'No'},{n}00,2024-05-{n + 10}\n" for n in range(1, 7))
)  # fmt: skip


def both_by_hand(opened) -> Settings:
    first, second = look(opened)
    one = file_mapping(
        first, table="deals", stages={"Signed": "won", "Gone": "lost"},
        columns={"ref": "deal_id", "step": "stage", "worth": "amount", "begun": "created"},
    )  # fmt: skip
    other = file_mapping(
        second, table="deals", stages={"Yes": "won", "No": "lost"},
        columns={"key": "deal_id", "phase": "stage", "size": "amount", "opened at": "created"},
    )  # fmt: skip
    return Settings(file=[one, other])


def test_two_tables_on_one_sheet_each_have_their_own_mapping():
    opened = open_files([Source("steps.csv", STEPS.encode())])
    settings = both_by_hand(opened)
    assert [entry.part for entry in settings.file] == [1, 2]
    dataset = read(opened, from_toml(to_toml(settings).encode()))
    assert [sheet.rows_used for sheet in dataset.files[0].sheets] == [8, 6]
    statuses = dataset.tables["deals"].frame["status"].to_list()
    assert (statuses.count("won"), statuses.count("lost")) == (7, 7)


def test_next_month_both_tables_are_read_as_this_month_each_in_its_own_way():
    settings = both_by_hand(open_files([Source("steps.csv", STEPS.encode())]))
    later = STEPS.replace("2024", "2025").replace("\nA8", "\nA9,Signed,1.50,2025-04-01\nA8")
    dataset = read(open_files([Source("june.csv", later.encode())]), settings)
    assert [sheet.rows_used for sheet in dataset.files[0].sheets] == [9, 6]


def test_leaving_one_table_out_leaves_the_other_in_though_their_columns_are_the_same():
    beside = [[*row, None, *other] for row, other in zip(ORDERS, COPY, strict=True)]
    opened = open_files([Source("o.xlsx", workbook(Both=beside))])
    first, second = look(opened)
    assert (first.part, second.part) == (1, 2)
    dataset = read(opened, Settings(file=[file_mapping(first, table="none")]))
    assert [sheet.rows_used for sheet in dataset.files[0].sheets] == [0, 5]


def test_an_answer_for_a_file_goes_to_each_of_its_tables():
    text = STEPS.replace("2024-03-1", "03/0").replace("2024-05-1", "05/0")
    opened = open_files([Source("steps.csv", text.encode())])
    settings = both_by_hand(opened)
    entries = answered(settings, look(opened, settings), "steps.csv", decimal=".")
    assert [(one.part, one.decimal, one.columns["deal_id"]) for one in entries] == [
        (1, ".", "ref"), (2, ".", "key"),
    ]  # fmt: skip


def test_deals_created_later_are_taken_from_the_table_they_stand_in():
    from revcore.ingest.unseen import without_later_deals

    opened = open_files([Source("steps.csv", STEPS.encode())])
    dataset = without_later_deals(read(opened, both_by_hand(opened)), 2024 * 12 + 3)
    assert [sheet.rows_used for sheet in dataset.files[0].sheets] == [8, 0]
    for sheet in dataset.files[0].sheets:
        assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside
