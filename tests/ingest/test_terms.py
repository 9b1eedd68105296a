"""Contract lists with a total value and a term: never taken for a month's amount."""

import datetime as dt

import pytest

from revcore.model import Settings, month_label
from revcore.pipeline import find_as_of

HEAD = "Customer,Start,Term months,Total contract value\n"


def monthly(dataset) -> dict[str, float]:
    """Start of each contract -> its MRR."""
    table = dataset.tables["subscriptions"]
    days = table.frame.select("start", "mrr").rows()
    start = dt.date(1970, 1, 1)
    return {str(start + dt.timedelta(day)): mrr / 1_000_000 for day, mrr in days}


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "Acme,2024-01-01,12,12000\nBirch,2023-06-01,24,48000\nCobalt,2024-03-01,36,36000\n",
        "Customer,Start date,Contract term,TCV\nAcme,2024-01-01,1 year,12000\n"
        "Birch,2023-06-01,2 years,48000\nCobalt,2024-03-01,36 months,36000\n",
        "Kunde;Vertragsbeginn;Laufzeit (Jahre);Vertragswert\nAcme;01.01.2024;1;12.000,00\n"
        "Birch;01.06.2023;2;48.000,00\nCobalt;01.03.2024;3;36.000,00\nDa;13.03.2024;;1,00\n",
        "Customer,Start date,End date,Contract value\nAcme,2024-01-01,2024-12-31,12000\n"
        "Birch,2023-06-01,2025-05-31,48000\nCobalt,2024-03-01,2027-02-28,36000\n",
        "Customer,Start date,End date,Contract value\nAcme,2024-01-01,2025-01-01,12000\n"
        "Birch,2023-06-01,2025-06-01,48000\nCobalt,2024-03-01,2027-03-01,36000\n",
    ],
)
def test_the_whole_value_is_divided_by_the_months_of_the_term(reading, text):
    dataset = reading({"contracts.csv": text})
    assert monthly(dataset) == {"2023-06-01": 2000.0, "2024-01-01": 1000.0, "2024-03-01": 1000.0}
    (said,) = [notice.text for notice in dataset.notices if notice.id.startswith("terms:")]
    assert "is the value of a whole contract: 3 contracts count with it divided by the" in said
    (sheet,) = dataset.files[0].sheets
    assert sum(sheet.total_used.values()) == 96_000
    assert not any("price of a month" in question.text for question in dataset.questions)


def test_a_contract_whose_term_nobody_knows_is_set_aside(reading):
    dataset = reading({"contracts.csv": HEAD + "Acme,2024-01-01,12,600\nBirch,2024-02-01,,900\n"})
    (sheet,) = dataset.files[0].sheets
    assert sheet.rows_by_reason == {"no term to divide the contract by": 1}
    assert sheet.total_set_aside == {"unknown": 900.0}


def test_contracts_end_with_their_term_unless_their_status_says_they_run(reading):
    text = HEAD.replace("Total", "Status,Total")
    rows = "Acme,2024-01-15,12,Active,12000\nBirch,2023-06-01,24,Ended,48000\n"
    dataset = reading({"contracts.csv": text + rows})
    frame = dataset.tables["subscriptions"].frame.sort("start")
    ends = [day and str(dt.date(1970, 1, 1) + dt.timedelta(day)) for day in frame["end"]]
    assert ends == ["2025-06-01", None]


def test_a_given_monthly_price_counts_before_the_whole_value(reading):
    text = "Customer,Start,Term months,TCV,MRR\nAcme,2024-01-01,12,12000,900\n"
    assert monthly(reading({"contracts.csv": text})) == {"2024-01-01": 900.0}


def test_an_amount_beside_first_and_last_days_is_asked_about(reading):
    text = "Customer,Start date,End date,Amount\nAcme,2024-01-01,2024-12-31,12000\n"
    dataset = reading({"contracts.csv": text})
    asked = next(one for one in dataset.questions if one.id.startswith("interval:"))
    assert asked.choices == ["month", "quarter", "year", "the whole contract"]
    fix = {"file": [{"path": "contracts.csv", "interval": "term"}]}
    answered = reading({"contracts.csv": text}, fix)
    assert monthly(answered) == {"2024-01-01": 1000.0}
    assert all(one.id != asked.id for one in answered.questions)


def test_ends_agreed_for_years_ahead_do_not_say_which_month_is_the_last(reading):
    rows = "".join(f"C{at},2024-{at:02d}-01,36,3600\n" for at in range(1, 10))
    found = find_as_of(reading({"contracts.csv": HEAD + rows}), Settings())
    assert month_label(found.month) == "2024-08"
