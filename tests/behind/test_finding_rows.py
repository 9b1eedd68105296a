"""The rows behind a finding are those its filter chooses in the months it counts."""

import pytest

from revcore.behind.finding_rows import finding_rows
from revcore.diagnosis_parts import Finding
from revcore.errors import NotComputable
from tests.companies import dataset, table

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]


def rows(filter_, window):
    found = Finding(id="x", title="X", kind="limits", family="x", state="strong", rows=filter_,
                    window=window)  # fmt: skip
    sheet = [{"customer": 0, "month": month, "amount": 100} for month in MONTHS]
    sheet += [{"customer": 1, "month": month, "amount": 50} for month in MONTHS[8:]]
    sheet += [{"customer": 2, "month": month, "amount": 70} for month in MONTHS[3:6]]
    return finding_rows(dataset(table("mrr", sheet)), found)


def test_customers_who_came_in_the_findings_own_months():
    assert rows("new_customers", "2024-07..2024-12").n == 1
    assert rows("new_customers", "2024-02..2024-12").n == 2


def test_a_finding_without_rows_or_months_says_so():
    with pytest.raises(NotComputable, match="seen in figures"):
        rows(None, "2024-07..2024-12")
    with pytest.raises(NotComputable, match="no months of its own"):
        rows("new_customers", None)
