"""Tables as people lay them out: several header rows, several tables, groups, outlines."""

import pytest

from revcore.ingest.raw import Source
from revcore.ingest.read import open_files


def sheet(*lines: str) -> str:
    return "\n".join(lines) + "\n"


@pytest.fixture
def tables():
    """All tables in a text."""

    def read(*lines: str, name: str = "file.csv"):
        file = open_files([Source(name, sheet(*lines).encode())]).files[0]
        assert file.error is None, file.error
        return file.tables

    return read


# ---------------------------------------------------------------- several header rows
def test_names_of_groups_of_columns_are_joined_where_the_lower_names_repeat(table):
    found = table(
        sheet(
            ",Q1,,Q2,",
            "Region,Revenue,Cost,Revenue,Cost",
            "East,5,3,6,4",
            "West,7,2,8,1",
        )
    )
    assert found.headers == (
        "Region", "Q1 / Revenue", "Q1 / Cost", "Q2 / Revenue", "Q2 / Cost",
    )  # fmt: skip
    assert found.range == "A1:E4"
    assert found.rows_in == 2


def test_distinct_names_stay_as_printed_under_a_band(table):
    found = table(
        sheet("General,,Details,", "Order,Customer,Date,Amount", "1,Acme,2024-01-02,5.00",
              "2,Beta,2024-01-03,6.00")
    )  # fmt: skip
    assert found.headers == ("Order", "Customer", "Date", "Amount")
    assert found.preamble == ("General Details",)


def test_names_cut_in_two_lines_are_put_together(table):
    found = table(
        sheet("Deal,Deal,Create,Close,Deal", "ID,value,date,date,stage",
              "1,5.00,2024-01-02,2024-01-05,Won", "2,6.00,2024-01-03,2024-02-05,Lost")
    )  # fmt: skip
    assert found.headers == ("Deal ID", "Deal value", "Create date", "Close date", "Deal stage")


def test_a_year_above_months_belongs_to_every_month(table):
    found = table(sheet(",2024,,", "Customer,Jan,Feb,Mar", "Acme,5,6,7", "Beta,8,9,1"))
    assert found.headers == ("Customer", "2024 / Jan", "2024 / Feb", "2024 / Mar")


def test_a_row_of_units_is_no_row_and_its_currency_is_kept(table):
    found = table(
        sheet("Customer,Date,Amount,Share", ",yyyy-mm-dd,EUR,%", "Acme,2024-01-02,5.00,7",
              "Beta,2024-01-03,6.00,8")
    )  # fmt: skip
    assert found.headers == ("Customer", "Date", "Amount (EUR)", "Share")
    assert found.hints["Amount (EUR)"] == "currency:EUR"
    assert found.frame.height == 2
    assert [row.reason for row in found.ragged] == ["a row of units"]


# ---------------------------------------------------------------- several tables
def test_two_tables_below_each_other_have_their_own_ranges(tables):
    first, second = tables(
        "# Report", "# 20240101-20240131", "Channel,Sessions", "Direct,5", "Organic,7", "",
        "# Report", "# Days", "Date,Sessions,Key events", "20240101,5,1", "20240102,7,0",
    )  # fmt: skip
    assert (first.range, second.range) == ("A3:B5", "A9:C11")
    assert second.headers == ("Date", "Sessions", "Key events")
    assert (first.comments, second.comments) == (2, 2)
    assert (first.frame.height, second.frame.height) == (2, 2)


def test_a_title_between_two_tables_belongs_to_the_second(tables):
    _, second = tables(
        "Customer,Amount", "Acme,5", "Beta,7", "", "Costs", "Month,Tool,Cost",
        "2024-01,CRM,5", "2024-02,CRM,6",
    )  # fmt: skip
    assert second.preamble == ("Costs",)
    assert second.range == "A6:C8"


def test_two_tables_beside_each_other(tables):
    left, right = tables(
        "Customer,Amount,,Channel,Cost", "Acme,5,,Ads,1", "Beta,7,,Fair,2", "Gamma,8,,,",
        "Delta,9,,,",
    )  # fmt: skip
    assert (left.range, right.range) == ("A1:B5", "D1:E3")
    assert right.headers == ("Channel", "Cost")
    assert (left.frame.height, right.frame.height) == (4, 2)


@pytest.mark.parametrize(
    "lines",
    [
        ["Customer,Amount", "Acme,5", "", "Beta,7", "", "Gamma,8"],
        ["Customer,Amount", "Acme,5", "", "Customer,Amount", "Beta,7", "Gamma,8"],
        ["Customer,Amount,,Paid", "Acme,5,,2", "Beta,7,,3", "Gamma,8,,4"],
        ["Customer,Amount", "Acme,5", "Beta,7", "", "Total,12", "", "Note: as of May"],
    ],
    ids=["blank rows", "the same header again", "a blank column", "a total and a note"],
)
def test_gaps_alone_do_not_make_two_tables(tables, lines):
    assert len(tables(*lines)) == 1
