"""The invented companies' files can be made again, and their figures worked out again."""

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "sample_data"
FILES = (
    "kalvendo/deals.csv",
    "kalvendo/leads.csv",
    "kalvendo/nps.csv",
    "kalvendo/spend.xlsx",
    "kalvendo/subscriptions.csv",
    "kalvendo/team.csv",
    "kalvendo/website.csv",
    "osmirelle/google_ads.csv",
    "osmirelle/meta_ads.csv",
    "osmirelle/orders.csv",
    "tormeline/enquiries.csv",
    "tormeline/invoices.csv",
    "tormeline/quotes.xlsx",
)
EXPECTED = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))


def run(script: str, target: Path) -> None:
    subprocess.run(
        [sys.executable, str(SAMPLES / script), str(target)], check=True, capture_output=True
    )


@pytest.fixture(scope="module")
def played_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("samples")
    run("simulate.py", folder)
    return folder


def header_of(name: str, line: int = 0) -> list[str]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))[line]


def rows_of(name: str) -> list[dict[str, str]]:
    with (SAMPLES / name).open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if any(row.values())]


@pytest.mark.parametrize("name", FILES)
def test_the_simulator_writes_every_file_byte_for_byte_again(name: str, played_again: Path) -> None:
    assert (played_again / name).read_bytes() == (SAMPLES / name).read_bytes()


def test_the_simulator_writes_nothing_else(played_again: Path) -> None:
    written = {
        str(path.relative_to(played_again).as_posix())
        for path in played_again.rglob("*")
        if path.is_file()
    }
    assert written == set(FILES)


def test_working_the_files_out_by_hand_gives_the_kept_figures(tmp_path: Path) -> None:
    run("by_hand.py", tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8")) == EXPECTED


def test_neither_simulator_nor_hand_work_imports_the_product() -> None:
    for path in SAMPLES.glob("*.py"):
        assert not re.search(r"^\s*(from|import) revcore", path.read_text("utf-8"), re.M), path


def test_hand_work_does_not_import_the_simulator() -> None:
    for path in SAMPLES.glob("by_hand*.py"):
        text = path.read_text(encoding="utf-8")
        ours = re.findall(
            r"^from (kalvendo|osmirelle|tormeline|chance|write|invented)\w*", text, re.M
        )
        assert not ours


@pytest.mark.parametrize(
    ("name", "line", "columns"),
    [
        (
            "kalvendo/deals.csv",
            0,
            "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,"
            "Associated Company,Last Activity Date,Original Source",
        ),
        (
            "kalvendo/subscriptions.csv",
            0,
            "id,Customer ID,Customer Name,Customer Email,Plan,Quantity,Currency,Interval,Amount,"
            "Status,Start Date (UTC),Trial End (UTC),Canceled At (UTC),Ended At (UTC)",
        ),
        (
            "osmirelle/orders.csv",
            0,
            "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,"
            "Discount Code,Created at,Lineitem name,Cancelled at,Refunded Amount,Id",
        ),
        ("osmirelle/google_ads.csv", 2, "Day,Campaign,Currency code,Impr.,Clicks,Cost,Conversions"),
        (
            "osmirelle/meta_ads.csv",
            0,
            "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Purchases",
        ),
    ],
)
def test_files_carry_the_headers_of_the_tool_they_claim_to_come_from(
    name: str, line: int, columns: str
) -> None:
    assert set(columns.split(",")) <= set(header_of(name, line))


def test_deals_hold_the_dirt_the_readme_promises() -> None:
    rows = rows_of("kalvendo/deals.csv")
    assert sum(not row["Amount"] for row in rows) == 9
    assert [row["Amount"] for row in rows if "$" in row["Amount"]] == ["$12,000"]
    assert sum(row["Close Date"] == "after the summer" for row in rows) == 1
    assert sum(row["Deal Name"].startswith("Test account") for row in rows) == 1
    assert len(rows) - len({row["Record ID"] for row in rows}) == 1
    assert (SAMPLES / "kalvendo/deals.csv").read_text("utf-8").endswith(",,,\n\n\n")


def test_orders_leave_order_fields_blank_on_continuation_rows() -> None:
    rows = rows_of("osmirelle/orders.csv")
    more = [row for row in rows if not row["Created at"]]
    filled = {label for row in more for label, value in row.items() if value}
    assert len(more) == EXPECTED["osmirelle"]["orders"]["continuation_rows"]
    assert {label for label in filled if not label.startswith("Lineitem")} == {"Name", "Vendor"}


def test_order_dates_carry_the_offset_of_their_season() -> None:
    dates = [row["Created at"] for row in rows_of("osmirelle/orders.csv") if row["Created at"]]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \+0[01]00", day) for day in dates)
    assert all(day.endswith("+0100") for day in dates if "-05-" < day[4:8] < "-10-")
    assert all(day.endswith("+0000") for day in dates if day[5:7] in {"11", "12", "01", "02"})


def test_stated_totals_equal_the_rows_above_them() -> None:
    spend, ads = EXPECTED["kalvendo"]["spend"], EXPECTED["osmirelle"]["advertising"]
    assert spend["stated_total"] == spend["sum_of_rows"]
    assert ads["google_ads"]["stated_total"] == ads["google_ads"]["cost"]
    assert ads["meta_ads"]["stated_total"] == ads["meta_ads"]["cost"]


def test_the_movements_of_the_last_month_explain_its_change_to_the_cent() -> None:
    moved = EXPECTED["kalvendo"]["subscriptions"]["movements_last_month"]
    gained = moved["new"] + moved["reactivation"] + moved["expansion"]
    change = gained - moved["contraction"] - moved["churn"]
    assert moved["opening"] + change == pytest.approx(moved["closing"], abs=0.005)


def test_the_planted_story_is_in_the_figures() -> None:
    """Mid-market win rate falls quarter by quarter; customers won by a code come back less."""
    quarters = EXPECTED["kalvendo"]["deals"]["win_rate_mid_market_by_quarter"]
    rates = [quarter["win_rate"] for quarter in quarters.values()]
    assert rates[3:] == sorted(rates[3:], reverse=True)
    assert max(rates[-2:]) < min(rates[:4])
    shop = EXPECTED["osmirelle"]["customers"]
    with_code = shop["again_within_180_days_with_code_on_first_order"]["share"]
    assert with_code < 0.5 * shop["again_within_180_days_without_code"]["share"]


def readme_figures() -> list[tuple[str, str]]:
    text = (SAMPLES / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\|.*\| ([^|]+) \| `((?:kalvendo|osmirelle)/[^`]+)` \|$", text, re.M)


@pytest.mark.parametrize(("shown", "path"), readme_figures())
def test_the_readme_shows_the_figures_of_expected_json(shown: str, path: str) -> None:
    value = EXPECTED
    for key in path.split("/"):
        value = value[key]
    number = shown.strip(" %").replace(",", "")
    digits = len(number.partition(".")[2])
    exact = float(value) * (100 if shown.endswith("%") else 1)  # type: ignore[arg-type]
    assert float(number) == pytest.approx(exact, abs=0.51 * 10**-digits)


def test_the_readme_has_a_table_of_figures() -> None:
    assert len(readme_figures()) > 60
