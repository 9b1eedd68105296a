"""The months a document says it is of are months that the files have."""

import pytest

from revcore.model import Window
from revcore.pipeline import analyse
from tests.companies import dataset, table


def orders(first, months):
    """Two orders a month on its first and its last day."""
    start = Window.parse(f"{first}..{first}").start
    return [
        {"customer": number % 3, "date": day, "amount": 100}
        for number, month in enumerate(range(start, start + months))
        for day in (Window(month, month).first_day, Window(month, month).last_day)
    ]


@pytest.mark.parametrize(
    ("first", "months", "said"),
    [
        ("2023-12", 1, "Dec 2023"),
        ("2023-06", 7, "7 months to Dec 2023"),
        ("2022-01", 24, "12 months to Dec 2023"),
    ],
)
def test_the_window_is_no_longer_than_the_files(first, months, said):
    rows = orders(first, months)
    card = analyse(dataset(table("orders", rows)))
    assert card.as_of == "2023-12"
    assert Window.parse(card.window).words == said
