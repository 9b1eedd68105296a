"""Layouts that lose rows or count them twice when read carelessly."""

import io

import polars as pl
import pytest
import xlsxwriter

from tests.ingest.test_hostile_values import book


def used(dataset, table):
    """Amounts used, in file order."""
    found = dataset.tables[table]
    rows = found.frame.sort("line")["amount"].to_list()
    return [amount / 10 ** found.scale["amount"] for amount in rows]


@pytest.mark.parametrize("gap", [1, 2])
def test_two_tables_beside_each_other_stay_apart(reading, gap):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Data")
        rows = 4 + (gap == 1)
        sheet.write_row(2, 1, ["Order", "Customer", "Date", "Total"])
        for at in range(rows):
            sheet.write_row(3 + at, 1, [at, f"Firm {at}", f"2025-0{at + 1}-15", 100])
        sheet.write_row(2, 5 + gap, ["Month", "Channel", "Spend"])
        for at in range(3):
            sheet.write_row(3 + at, 5 + gap, [f"2025-0{at + 1}", "Search", 50])
    dataset = reading({"both.xlsx": out.getvalue()})
    assert used(dataset, "orders") == [100.0] * rows
    assert used(dataset, "spend") == [50.0] * 3


@pytest.mark.parametrize("rows", [3, 12])
def test_two_whole_tables_stay_apart_though_they_are_of_one_length(reading, rows):
    text = "Order,Customer,Date,Total,,Month,Channel,Spend\n" + "".join(
        f"{at},Firm {at},2025-{at + 1:02d}-15,100,,2025-{at + 1:02d},Search,50\n"
        for at in range(rows)
    )
    dataset = reading({"both.csv": text})
    assert used(dataset, "orders") == [100.0] * rows
    assert used(dataset, "spend") == [50.0] * rows


def test_a_blank_column_inside_one_table_changes_nothing(reading):
    text = "Order,Customer,Date,Total,,Paid on,Tax,Status\n" + "".join(
        f"{at},Firm {at},2025-0{at + 1}-15,100,,2025-0{at + 1}-20,19,paid\n" for at in range(6)
    )
    (sheet,) = reading({"orders.csv": text}).files[0].sheets
    assert sheet.rows_used == 6


def test_a_table_far_to_the_right_keeps_its_merged_cells_its_currency_and_its_place(reading):
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        sheet = made.add_worksheet("Data")
        pound = made.add_format({"num_format": "[$£-809]#,##0.00"})
        sheet.write_row(3, 2, ["Customer", "Order", "Date", "Total"])
        for at in range(6):
            sheet.write_row(4 + at, 3, [at, f"2025-0{at + 1}-10"])
            sheet.write_number(4 + at, 5, 10 + at, pound)
        sheet.merge_range("C5:C7", "Acme")
        sheet.merge_range("C8:C10", "Birch")
    dataset = reading({"far.xlsx": out.getvalue()})
    rows = dataset.tables["orders"].frame.sort("line")
    assert rows["customer"].to_list() == [0, 0, 0, 1, 1, 1]
    assert rows["date"].n_unique() == 6
    assert dataset.files[0].sheets[0].total_used == {"GBP": 75.0}
    assert dataset.files[0].sheets[0].range == "C4:F10"


LINES = (
    "Order no,Customer,Date,Item,Qty,Line total\n1,Acme,2025-01-15,Mug,2,60\n,,,Cup,1,40\n"
    "2,Birch,2025-01-18,Cup,1,50\n3,Cedar,2025-01-19,Cup,1,50\n,,,Spoon,2,20\n"
)


def test_further_lines_of_an_order_belong_to_it(reading):
    dataset = reading({"orders.csv": LINES})
    assert used(dataset, "orders") == [60.0, 40.0, 50.0, 50.0, 20.0]
    orders = dataset.tables["orders"].frame.sort("line")
    assert orders["order_id"].to_list() == ["1", "1", "2", "3", "3"]
    assert orders["customer"].n_unique() == 3
    (said,) = [one for one in dataset.notices if one.id.startswith("carried")]
    assert said.values == {"rows": 2}


def test_lines_below_a_total_of_the_order_carry_no_money_of_their_own(reading):
    text = (
        "Order no,Customer,Date,Order total,Item,Qty\n1,Acme,2025-01-15,100,Mug,2\n,,,,Cup,1\n"
        "2,Birch,2025-01-18,50,Cup,1\n3,Cedar,2025-01-19,70,Cup,1\n,,,,Spoon,2\n"
    )
    dataset = reading({"orders.csv": text})
    assert used(dataset, "orders") == [100.0, 0.0, 50.0, 70.0, 0.0]


def test_a_last_row_that_is_the_sum_is_no_order_whatever_it_is_called(reading):
    text = LINES.replace(",,,Spoon,2,20\n", "4,Dorn,2025-01-20,Cup,1,50\n,,,Everything,,250\n")
    (sheet,) = reading({"orders.csv": text}).files[0].sheets
    assert sheet.rows_by_reason == {"total row": 1}
    assert sheet.total_in == {"unknown": 250.0} == sheet.stated_total


def test_a_subtotal_among_lines_is_not_carried_down(reading):
    text = LINES.replace(",,,Spoon,2,20\n", "4,Dorn,2025-01-20,Cup,1,50\n,,,Sub-total,,9999\n")
    (sheet,) = reading({"orders.csv": text}).files[0].sheets
    assert sheet.total_used == {"unknown": 250.0}


NESTED = (
    'Sales by Customer Detail\nBright Ltd\n"January - March, 2025"\n\n'
    ",Date,Transaction Type,Num,Product/Service,Qty,Sales Price,Amount,Balance\n"
    "Acme Corp,,,,,,,,\n,01/15/2025,Invoice,1001,Work,2,100.00,200.00,200.00\n"
    "   Kitchen job,,,,,,,,\n,02/20/2025,Invoice,1002,Work,1,100.00,100.00,100.00\n"
    "   Total for Kitchen job,,,,,,,$100.00,\n"
    "Total for Acme Corp with sub-customers,,,,,,,$300.00,\nBirch Inc,,,,,,,,\n"
    ',03/31/2025,Sales Receipt,1004,Work,1,"1,100.00","1,100.00","1,100.00"\n'
    'Total for Birch Inc,,,,,,,"$1,100.00",\nTOTAL,,,,,,,"$1,400.00",\n'
)


def test_jobs_of_a_customer_belong_to_the_customer(reading):
    dataset = reading({"Sales_by_Customer_Detail.csv": NESTED})
    assert dataset.customers == ("Acme Corp", "Birch Inc")
    rows = dataset.tables["invoices"].frame.sort("line")
    assert rows["project"].to_list() == [None, "Kitchen job", None]
    assert dataset.files[0].sheets[0].total_used == {"unknown": 1400.0}


@pytest.mark.parametrize(("old", "day"), [(True, "2025-01-03"), (False, "2021-01-02")])
def test_bare_day_numbers_count_from_the_year_the_workbook_counts_from(reading, old, day):
    rows = [["Order", "Customer", "Date", "Total"]]
    rows += [[at, f"Firm {at}", 44198 + at, 10.5] for at in range(3)]
    dataset = reading({"orders.xlsx": book(rows, date_1904=old)})
    first = dataset.tables["orders"].frame["date"].min()
    assert str(pl.select(pl.lit(first).cast(pl.Int32).cast(pl.Date)).item()) == day


GA4 = (
    "# Traffic acquisition\n# Start date: 20260801\n# End date: 20260831\n"
    'Session default channel group,Sessions,Key events\nOrganic Search,"1,204",31\nDirect,500,9\n'
    'Grand total,"1,704",40\n\n# Sessions over time\n# Start date: 20260801\n'
    "# End date: 20260831\nNth day,Sessions\n0000,900\n0001,804\n"
)


def test_a_second_table_about_the_same_visits_does_not_count_them_again(reading):
    dataset = reading({"ga4.csv": GA4})
    assert dataset.tables["funnel_counts"].frame["visitors"].sum() == 1704
    reasons = [set(sheet.rows_by_reason) for sheet in dataset.files[0].sheets]
    assert reasons == [{"total row"}, {"same visits as in A4:C7"}]
    fix = {"path": "ga4.csv", "part": 2, "count": ["same visits as in A4:C7"]}
    both = reading({"ga4.csv": GA4}, {"file": [fix]})
    assert both.tables["funnel_counts"].frame["visitors"].sum() == 3408


def test_leads_beside_visits_are_never_left_out_for_them(reading):
    website = "Month,Visitors,Leads\n2026-08,1704,40\n"
    ga4 = "Month,Channel,Sessions\n2026-08,Direct,500\n2026-08,Search,1204\n"
    dataset = reading({"website.csv": website, "ga4.csv": ga4})
    assert dataset.tables["funnel_counts"].frame["leads"].sum() == 40


@pytest.mark.parametrize(
    ("text", "quotas"),
    [
        ("Rep,Quarter,Quota\nIda,2025-Q1,100000\nIda,2025-Q2,110000\nTom,2025-Q1,90000\n",
         {"Ida": 105_000, "Tom": 90_000}),
        ("Rep,Role,Quota,Period\nIda,AE,400000,FY2025\nTom,AE,360000,FY2025\n",
         {"Ida": 100_000, "Tom": 90_000}),
        ("Rep,Month,Quota\nIda,2025-01,10000\nIda,2025-02,20000\nTom,2025-01,30000\n",
         {"Ida": 45_000, "Tom": 90_000}),
        ("Rep,Year,Annual quota\nIda,2024,400000\nIda,2025,440000\n", {"Ida": 105_000}),
        ("Rep,Month,Quota\nIda,January,10000\nIda,February,20000\nTom,January,30000\n",
         {"Ida": 45_000, "Tom": 90_000}),
    ],
)  # fmt: skip
def test_quotas_by_period_count_once_per_person_and_quarter(reading, text, quotas):
    dataset = reading({"quota.csv": text})
    team = dataset.tables["team"]
    found = dict(zip(team.frame["person"], team.frame["quota"], strict=True))
    scale = 10 ** team.scale["quota"]
    assert {name: quota / scale for name, quota in found.items()} == quotas
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_in == sheet.rows_used + sheet.rows_set_aside
    assert sheet.rows_used == len(quotas)


BESIDE = "".join(
    f"D-{at},Deal {at},Firm {at % 4},Won,{100 + at},2024-0{1 + at % 9}-02,,Ann Lee{after}\n"
    for at, after in enumerate([",,North,12", ",,South,9", ",,West,5", *[""] * 9])
)


def test_a_column_behind_a_blank_one_stays_with_its_deals_though_a_table_stands_beside(reading):
    head = (
        "Deal ID,Deal name,Account name,Deal stage,Deal value,Close date,,Deal owner,,Office,Desks"
    )
    dataset = reading({"deals.csv": f"{head}\n{BESIDE}"})
    assert set(dataset.tables["deals"].frame["owner"]) == {"Ann Lee"}
    assert len(dataset.files[0].sheets) == 2


def test_a_half_with_few_whole_rows_is_no_table_where_its_days_go_on(reading):
    head = "Deal ID,Deal name,Account name,Deal stage,Deal value,Create date,,Close date,Deal owner"
    rows = (
        f"D-{at},Deal {at},Firm {at % 4},Won,{100 + at},2024-0{1 + at % 9}-02,,2024-11-11,"
        f"{'Ann Lee' if at > 5 else ''}\n"
        for at in range(12)
    )
    deals = reading({"deals.csv": f"{head}\n{''.join(rows)}"}).tables["deals"].frame
    assert deals["closed"].null_count() == 0
    assert deals["owner"].count() == 6


def test_names_cut_in_two_lines_on_both_sides_of_a_blank_column_make_one_table(reading):
    head = (
        "Account,Deal,Deal,Deal,Deal,Create,,Close,Deal\nname,ID,name,stage,value,date,,date,owner"
    )
    rows = (
        f"Firm {at % 4},D-{at},Deal {at},Won,{100 + at},2024-0{1 + at % 9}-02,,2024-11-11,"
        f"{'Ann Lee' if at > 3 else ''}\n"
        for at in range(12)
    )
    deals = reading({"deals.csv": f"{head}\n{''.join(rows)}"}).tables["deals"].frame
    assert deals["closed"].null_count() == 0
    assert deals["owner"].count() == 8
