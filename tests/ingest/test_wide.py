"""Months across: measures, lines of an account or customers down the side."""

import pytest

from revcore.errors import RevcoreError
from tests.ingest.test_layouts import sheet


def test_measures_down_the_side_become_columns(reading):
    data = sheet(
        "Metric,Jan 2024,Feb 2024,Mar 2024",
        "Visitors,1000,1200,1300",
        "Leads,50,60,70",
        "Won,5,6,",
    )
    dataset = reading({"funnel.csv": data})
    assert list(dataset.tables) == ["funnel_counts"]
    frame = dataset.tables["funnel_counts"].frame
    assert frame["visitors"].to_list() == [1000, 1200, 1300]
    assert frame["won"].to_list() == [5, 6, None]
    assert dataset.files[0].sheets[0].rows_in == 3


def test_revenue_among_other_lines_is_read_alone(reading):
    data = sheet(",2024-01,2024-02,2024-03", "Revenue,100,120,130", "Cost of goods,5,6,7")
    frame = reading({"pnl.csv": data}).tables["revenue_by_month"].frame
    assert frame["amount"].to_list() == [100, 120, 130]


@pytest.mark.parametrize(
    "lines",
    [
        ("P&L line", "Revenue", "Marketing cost"), ("Konto", "Umsatz", "Personalkosten"),
        ("In EUR", "Revenue", "EBITDA"), ("Cuenta", "Ingresos", "Gastos de personal"),
    ],
)  # fmt: skip
def test_revenue_beside_costs_is_read_alone_whatever_the_lines_are_called(reading, lines):
    label, revenue, other = lines
    data = sheet(f"{label},2024-01,2024-02,2024-03", f"{revenue},100,120,130", f"{other},5,6,7")
    dataset = reading({"pnl.csv": data})
    assert dataset.tables["revenue_by_month"].frame["amount"].to_list() == [100, 120, 130]


@pytest.mark.parametrize("sums", ["Total revenue", "Summe Umsatz", "Total sales"])
def test_the_sum_of_revenue_in_a_profit_and_loss_account_counts_alone(reading, sums):
    data = sheet("In EUR,2024-01,2024-02,2024-03", "Licences,80,90,95", "Services,20,30,35",
                 f"{sums},100,120,130", "COGS,10,10,10", "Gross profit,90,110,120")  # fmt: skip
    dataset = reading({"pnl.csv": data})
    assert dataset.tables["revenue_by_month"].frame["amount"].to_list() == [100, 120, 130]
    (found,) = dataset.files[0].sheets
    assert found.total_in == found.total_used == {"unknown": 350.0}


def test_customers_whose_names_sound_like_accounts_stay_customers(reading):
    data = sheet(
        "Customer,2024-01,2024-02,2024-03", "Revenue Partners,100,120,130", "Cost Plus,5,6,7"
    )
    dataset = reading({"sales.csv": data})
    assert set(dataset.customers) == {"Revenue Partners", "Cost Plus"}


def test_months_without_a_year_take_the_one_in_the_title(reading):
    data = sheet("Marketing costs 2024", "", ",January,February,March", "Salaries,10,12,13",
                 "Google Ads,5,6,7", "Software,2,2,1")  # fmt: skip
    table = reading({"report.csv": data}).tables["spend"]
    assert sorted(set(table.frame["date"].to_list())) == [19723, 19754, 19783]
    assert table.frame["amount"].sum() == 58
    assert set(table.frame["category"].to_list()) == {"people", "media", "tools"}


@pytest.mark.parametrize(
    ("header", "first"), [("Channel,Jan,Feb,Mar", 20089), ("Channel,Q1,Q2,Q3", 20089)]
)
def test_months_without_any_year_take_the_one_in_the_name_of_the_file(reading, header, first):
    data = sheet(header, "Google Ads,3,6,9", "Meta,3,6,9", "Total,6,12,18")
    dataset = reading({"Marketing_spend_2025.csv": data})
    spend = dataset.tables["spend"]
    assert spend.frame["date"].min() == first
    assert spend.frame["amount"].sum() == 36 * 10 ** spend.scale["amount"]
    assert "year_of_name:Marketing_spend_2025.csv:" in {one.id for one in dataset.notices}
    with pytest.raises(RevcoreError, match="no table we know"):
        reading({"Marketing_spend.csv": data})


def test_month_ends_across_are_months(reading):
    data = sheet("Customer,31.01.2024,29.02.2024,31.03.2024", "Acme,100,120,130", "Beta,5,6,7")
    frame = reading({"mrr.csv": data}).tables["mrr"].frame
    assert frame["month"].unique().sort().to_list() == [24288, 24289, 24290]


def test_customers_by_month_stay_customers(reading):
    data = sheet("Customer,Jan 2024,Feb 2024,Mar 2024", "Leads Ltd,100,120,130", "Acme,5,6,7")
    assert list(reading({"mrr.csv": data}).tables) == ["mrr"]
