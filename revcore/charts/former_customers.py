"""What former customers paid, and how many of them came back."""

from __future__ import annotations

from revcore.charts._chart import Drawing, Row, chart, records
from revcore.charts._look import CLIENT, Meaning
from revcore.charts._ranked_bars import ranked_bars
from revcore.model import Scorecard
from revcore.words import counted, money_words

ROOM = 2.7
"""Room for the amount and both counts beside the longest bar, on a phone too."""


@chart(title="Former customers", page="retention", order=70, needs=("former_customers",))
def former_customers(card: Scorecard) -> Drawing:
    """Bars by months since they left: what they paid a month, how many they were, who came back."""
    series = records(card.series["former_customers"])
    return ranked_bars(
        [tidy(row, card.currency) for row in series], "lost", Meaning({CLIENT: "Paid a month"}),
        said(series, card.currency),
        "Bars by months since they left with the monthly revenue they took along.",
        ROOM, name="Left", words="Paid before", many="Customers", back="Came back",
    )  # fmt: skip


def tidy(row: Row, currency: str | None) -> Row:
    """Those who left in some months, in words."""
    many, back = row["customers"], row["came_back"]
    money = money_words(row["lost"], currency)
    label = f"{money} a month\n{back:,} of {many:,} came back" if many else "nobody"
    return {
        "name": f"{row['from']}–{row['to']} months ago", "lost": row["lost"],
        "kind": "Paid a month", "label": label, "words": f"{money} a month",
        "many": counted(many, "customer"), "back": f"{back:,} of {many:,}",
    }  # fmt: skip


def said(rows: list[Row], currency: str | None) -> str:
    """What they paid together, and how many of them are back."""
    many, back = (sum(row[name] for row in rows) for name in ("customers", "came_back"))
    lost = money_words(sum(row["lost"] for row in rows), currency)
    returned = "none have" if not back else "one has" if back == 1 else f"{back:,} have"
    return f"{counted(many, 'former customer')} paid {lost} a month; {returned} come back"
