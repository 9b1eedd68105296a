"""Profit and loss accounts with months across and no line that says revenue."""

import pytest

HEADER = "{},2025-01,2025-02,2025-03\n"
ENGLISH = (
    "Subscriptions,100,110,120\nServices,10,10,20\nCOGS,20,20,30\nGross profit,90,100,110\n"
    "Rent,5,5,5\nSalaries,40,40,40\nOperating result,45,55,65\n"
)
GERMAN = (
    "Abos,100,110,120\nProjekte,10,10,20\nWareneinsatz,-25,-25,-35\nMarge I,85,95,105\n"
    "Miete,-5,-5,-5\n"
)
FRENCH = "Abonnements,100,110,120\nPrestations,10,10,20\nAchats,25,25,35\nMarge brute,85,95,105\n"


@pytest.mark.parametrize(
    ("label", "lines", "left"),
    [("Item", ENGLISH, 5), ("Position", GERMAN, 3), ("Poste", FRENCH, 2), ("", ENGLISH, 5)],
)
def test_costs_and_results_are_no_revenue_and_what_is_left_is_named(reading, label, lines, left):
    dataset = reading({"pnl.csv": HEADER.format(label) + lines})
    frame = dataset.tables["revenue_by_month"].frame
    assert frame["amount"].sum() == 370
    (sheet,) = dataset.files[0].sheets
    assert dict(sheet.rows_by_reason) == {"a cost or a result, no revenue": left}
    (told,) = [one for one in dataset.notices if one.id.startswith("account")]
    first, second = (line.split(",")[0] for line in lines.splitlines()[:2])
    assert f"“{first}” and “{second}” count as revenue" in told.text
    assert not [one for one in dataset.questions if one.id.startswith("rows_are")]


def test_a_sheet_of_costs_alone_stays_one(reading):
    lines = "Salaries,100,110,120\nGoogle Ads,10,10,20\nSoftware,20,20,30\nRent,5,5,5\n"
    dataset = reading({"costs.csv": HEADER.format("Item") + lines})
    assert dataset.tables["spend"].frame["amount"].sum() == 455


def test_customers_that_sound_like_results_stay_customers(reading):
    lines = "Gross Profit Partners,100,110,120\nEBITDA Ltd,10,10,20\nAcme,20,20,30\n"
    dataset = reading({"sales.csv": HEADER.format("Customer") + lines})
    assert len(dataset.customers) == 3
