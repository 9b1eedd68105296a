"""How many customers have one product, and what those with more pay."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, Meaning
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard, Unit
from revcore.words import capital, counted, money_words, value_words

ONE = "one product"
CUSTOMERS = "Customers"
ROOM = 2.5
"""Room for two lines of words beside the longest bar, on a phone too."""


@chart(title="Products per customer", page="value", order=60, needs=("products_per_customer",))
def products_per_customer(card: Scorecard) -> Drawing:
    """Bars of customers by how many products they have, with what such a customer pays a month."""
    series = records(card.series["products_per_customer"])
    total = sum(row["customers"] for row in series)
    rows = [tidy(row, total, card.currency) for row in series]
    return ranked_bars(
        rows, "customers", Meaning({CLIENT: CUSTOMERS}), said(series, total, card.currency),
        "Bars by number of products with the customers that have so many and what one of them "
        "pays a month.",
        ROOM, name="Products", many="Customers", share="Of all", words="Pays on average",
    )  # fmt: skip


def tidy(row: Row, total: int, currency: str | None) -> Row:
    """Customers with so many products, in words."""
    many, money = counted(row["customers"], "customer"), money_words(row["paid"], currency)
    return {
        "name": capital(row["products"]), "customers": row["customers"],
        "kind": CUSTOMERS, "label": f"{many}\n{money} a month", "many": f"{row['customers']:,}",
        "share": value_words(row["customers"] / total, Unit.RATIO), "words": f"{money} a month",
    }  # fmt: skip


def said(rows: list[Row], total: int, currency: str | None) -> str:
    """Customers with one product among all, and what they and the others pay."""
    one = [row for row in rows if row["products"] == ONE]
    more = [row for row in rows if row["products"] != ONE]
    everybody = counted(total, "customer")
    if not one:
        return f"None of {everybody} has one product only"
    n = one[0]["customers"]
    head = f"{n:,} of {everybody} {'has' if n == 1 else 'have'} one product"
    if not more:
        return head
    paid = sum(row["customers"] * row["paid"] for row in more)
    rest = money_words(paid / sum(row["customers"] for row in more), currency)
    each = money_words(one[0]["paid"], currency)
    return f"{head}, at {each} a month on average; with more it is {rest}"
