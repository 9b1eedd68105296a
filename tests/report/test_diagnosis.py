"""What repeats, and what would help, in the reports."""

from revcore.diagnosis_parts import Evidence, Finding, Lever, Worth
from revcore.model import Scorecard
from revcore.report.html import as_html
from revcore.report.text import as_text


def finding(name: str, **more: object) -> Finding:
    given = {
        "title": name.title(), "kind": "limits", "family": "leak", "state": "strong",
        "strength": 0.95, "evidence": [Evidence(text=f"{name} <b>is</b> seen.")],
    }  # fmt: skip
    return Finding(id=name, **{**given, **more})


CARD = Scorecard(
    company="Acme",
    currency="USD",
    findings={
        "second": finding("second", place=2, worth=Worth(value=20_000, low=9_000, high=31_000)),
        "first": finding("first", place=1),
        "unseen": finding("unseen", state="not_seen", strength=0.1),
        "rejected": finding("rejected", place=3, confirmed="rejected"),
        "behind": finding("behind", state="likely", strength=0.8, kind="context"),
    },
    levers=[
        Lever(id="price", title="Price", change="Raise it by 5%.", unit="ratio", better="higher",
              state="valued", value_12m=8_000.0, low=5_000.0, high=12_000.0),
        Lever(id="churn", title="Churn", change="Lower it.", unit="ratio", better="lower",
              state="no_room"),
    ],
)  # fmt: skip


def test_findings_stand_in_their_order_with_what_they_are_worth():
    text = as_text(CARD)
    assert text.index("First (strong)") < text.index("Second (strong)") < text.index("Behind (l")
    assert "Worth $20.0k gross profit over twelve months, likely $9,000 to $31.0k." in text
    assert "Unseen" not in text
    assert "Rejected" not in text
    raised = "- Raise it by 5%: $8,000 gross profit over twelve months, likely $5,000 to $12.0k"
    assert raised in text
    assert "Lower it" not in text


def test_the_printed_report_escapes_what_they_say():
    page = as_html(CARD)
    assert "First" in page
    assert "&lt;b&gt;is&lt;/b&gt; seen." in page
    assert page.index("What was seen") < page.index("What would help most")


def test_nothing_seen_says_nothing():
    assert "What repeats" not in as_text(Scorecard(company="Acme"))
    assert "What was seen" not in as_html(Scorecard(company="Acme"))
