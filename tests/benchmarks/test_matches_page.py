"""Which figure ten kinds of company are held against; ``UPDATE=1`` rewrites the page."""

import os
from pathlib import Path

from revcore.benchmarks import Match, find
from revcore.model import Profile, Unit

PAGE = Path(__file__).parents[2] / "docs" / "benchmark_matches.md"

SAAS = {"market": "b2b", "sector": "software"}
SUBSCRIPTION, ORDERS, PROJECTS = ("subscription",), ("orders",), ("projects",)
PROFILES = {
    "Subscriptions, profile not filled in": (Profile(), {"models": SUBSCRIPTION}),
    "B2B software, size unknown": (Profile(**SAAS), {"models": SUBSCRIPTION}),
    "B2B software, $3M ARR, $30K contracts": (
        Profile(**SAAS),
        {"models": SUBSCRIPTION, "arr": 3e6, "acv": 30e3},
    ),
    "B2B software, bootstrapped, $5M–$20M ARR": (
        Profile(**SAAS, funding="bootstrapped", arr_band="5-20M"),
        {"models": SUBSCRIPTION},
    ),
    "Fintech software, venture-backed, $60M ARR, $300K contracts": (
        Profile(**SAAS, industry="Fintech", funding="vc"),
        {"models": SUBSCRIPTION, "arr": 60e6, "acv": 300e3},
    ),
    "Consumer app, $1.2M ARR": (
        Profile(market="b2c", sector="software"),
        {"models": SUBSCRIPTION, "arr": 1.2e6},
    ),
    "Fashion shop": (
        Profile(market="b2c", sector="ecommerce", industry="fashion"),
        {"models": ORDERS},
    ),
    "Subscription box, trade not said": (
        Profile(market="b2c", sector="ecommerce"),
        {"models": ("subscription", "orders")},
    ),
    "Consulting firm": (
        Profile(market="b2b", sector="services", industry="consulting"),
        {"models": PROJECTS},
    ),
    "Machine builder": (Profile(market="b2b", sector="other"), {"models": PROJECTS}),
}
MEASURES = [
    "nrr", "grr", "logo_churn_monthly", "cac", "cac_payback_months", "cac_ratio", "clv_to_cac",
    "win_rate", "visitor_to_lead", "lead_to_mql", "mql_to_sql", "sql_to_opportunity",
    "opportunity_to_won", "sales_cycle_days", "revenue_growth_yoy", "rule_of_40",
    "repeat_purchase_rate", "nps", "quick_ratio", "revenue_per_employee",
]  # fmt: skip


def shown(match: Match) -> str:
    """A value as a reader sees it, with quartiles where published."""
    if match.figure is None or match.entry is None:
        return "none"
    rate = match.entry.unit is Unit.RATIO

    def words(value: float) -> str:
        return f"{100 * value:.4g} %" if rate else f"{value:g}"

    ends = [
        f"{name} {words(end)}"
        for name, end in (("p25", match.figure.p25), ("p75", match.figure.p75))
        if end is not None
    ]
    return words(match.figure.value) + (f" ({', '.join(ends)})" if ends else "")


def page() -> str:
    """The whole page."""
    lines = [
        "# Which published figure ten kinds of company are held against",
        "",
        "Made by `UPDATE=1 pytest tests/benchmarks/test_matches_page.py` from the files in",
        "`revcore/benchmarks/data/`; a test keeps it true.",
    ]
    for name, (profile, known) in PROFILES.items():
        lines += ["", f"## {name}", "", "| measure | figure | why |", "|---|---|---|"]
        for measure in MEASURES:
            match = find(measure, profile, **known)
            lines.append(f"| {measure} | {shown(match)} | {match.reason} |")
    return "\n".join(lines) + "\n"


def test_the_page_says_what_the_catalogue_finds():
    if os.environ.get("UPDATE") == "1":
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()
