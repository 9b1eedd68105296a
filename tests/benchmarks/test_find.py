"""Which figure a company is held against, as sentences."""

import pytest

from revcore.benchmarks import find
from revcore.benchmarks.firm import same_industry
from revcore.benchmarks.load import Catalogue, catalogue
from revcore.model import Better, Profile

SUB = ("subscription",)


def company(market=None, sector=None, **more):
    return Profile(market=market, sector=sector, **more)


SOFTWARE = company("b2b", "software")

MATCHES = [
    ("B2B software: Aleph’s quartiles", "nrr", SOFTWARE, {}, 1.02, "aleph_benchmarkit_2026"),
    ("ACV band before the whole", "nrr", SOFTWARE, {"acv": 30e3}, 1.02,
     "saas_capital_retention_2025"),
    ("newer edition of a band", "nrr", SOFTWARE, {"acv": 5e3}, 0.98,
     "saas_capital_retention_2025"),
    ("band only the old edition has", "grr", SOFTWARE, {"acv": 60e3}, 0.93,
     "saas_capital_retention_2023"),
    ("ARR band before ACV band", "grr", SOFTWARE, {"arr": 3e6, "acv": 5e3}, 0.92,
     "high_alpha_2025"),
    ("band said in the profile", "revenue_growth_yoy", company("b2b", "software", arr_band="1-5M"),
     {}, 0.40, "high_alpha_2025"),
    ("the profile’s band before the measured", "revenue_growth_yoy",
     company("b2b", "software", arr_band="1-5M"), {"arr": 60e6}, 0.40, "high_alpha_2025"),
    ("bootstrapped and of that size", "revenue_growth_yoy",
     company("b2b", "software", funding="bootstrapped"), {"arr": 8e6}, 0.15,
     "saas_capital_bootstrapped_2026"),
    ("bootstrapped, size unknown", "grr", company("b2b", "software", funding="bootstrapped"), {},
     0.92, "saas_capital_retention_2025"),
    ("venture money is no cut of retention", "grr", company("b2b", "software", funding="vc"), {},
     0.84, "aleph_benchmarkit_2026"),
    ("2018 gives way to 2024 although of that size", "revenue_growth_yoy", SOFTWARE, {"arr": 8e6},
     0.26, "benchmarkit_2025"),
    ("2020 of that size", "revenue_growth_yoy", SOFTWARE, {"arr": 60e6}, 0.24, "kbcm_2021"),
    ("industry by one of its names", "lead_to_mql", company("b2b", "software", industry="fintech"),
     {}, 0.38, "first_page_sage_saas_funnel_2026"),
    ("industry nobody cut", "lead_to_mql", company("b2b", "software", industry="bakery"), {},
     0.4247, "first_page_sage_saas_funnel_2026"),
    ("closed deals", "win_rate", SOFTWARE, {}, 0.19, "ebsta_pavilion_2025"),
    ("created deals", "win_rate_created", company("b2b", "services"), {}, 0.06, "implisit_2014"),
    ("proposals", "opportunity_to_won", SOFTWARE, {}, 0.3824, "first_page_sage_saas_funnel_2026"),
    ("churn by monthly revenue", "logo_churn_monthly", SOFTWARE, {"arr": 240e3}, 0.046,
     "chartmogul_churn_rate"),
    ("churn by price before size", "logo_churn_monthly", SOFTWARE, {"arr": 240e3, "acv": 9e3},
     0.019, "chartmogul_churn_rate"),
    ("consumer subscriptions", "logo_churn_monthly", company("b2c", "other"), {}, 0.0677,
     "recurly_churn_rate"),
    ("consumer software", "nrr", company("b2c", "software"), {}, 0.49, "chartmogul_retention"),
    ("shop by trade", "cac", company("b2c", "ecommerce", industry="Jewelry"), {}, 91,
     "first_page_sage_ecommerce_cac"),
    ("law firm", "nps", company("b2b", "services", industry="law"), {}, 32,
     "clearlyrated_legal_2022"),
    ("the newest year of two editions", "cac_cost_ratio_blended", SOFTWARE, {}, 1.3,
     "aleph_benchmarkit_2026"),
    ("old, for want of newer", "sales_cycle_days", SOFTWARE, {}, 60, "bridge_group_ae_2017"),
    ("rule before disputed data", "clv_to_cac", SOFTWARE, {}, 3, "rules_of_thumb"),
    ("rule before boom years", "cac_ratio", SOFTWARE, {}, 1, "rules_of_thumb"),
    ("rule where quadrants do not fit", "rule_of_40", SOFTWARE, {"arr": 12e6}, 0.4,
     "rules_of_thumb"),
    ("a convention", "quick_ratio", SOFTWARE, {}, 4, "quick_ratio_rule"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("measure", "profile", "known", "value", "source"),
    [case[1:] for case in MATCHES],
    ids=[case[0] for case in MATCHES],
)
def test_the_nearest_figure_matches(measure, profile, known, value, source):
    match = find(measure, profile, models=SUB, **known)
    assert match.figure is not None, match.reason
    assert (match.figure.value, match.entry.source) == (value, source)
    assert match.reason.endswith(".")


NONE = [
    ("nrr", company(), {},
     "No external comparison: say whether you sell to businesses or consumers and in which "
     "sector."),
    ("nrr", company("b2b"), {}, "No external comparison: say in which sector you are."),
    ("pipeline_velocity", SOFTWARE, {},
     "Pipeline depends on a company’s own size, so nobody publishes a figure for it."),
    ("pipeline_coverage", SOFTWARE, {},
     "Coverage needed is simply one divided by the win rate; the usual “3 times” presumes that a "
     "third is won."),
    ("nrr", company("b2b", "services"), {},
     "Nobody has measured client retention, funnel or acquisition cost of services firms."),
    ("clv_to_cac", company("b2c", "ecommerce"), {},
     "Nobody publishes an honest figure for customer value or retention of shops."),
    ("win_rate", company("b2c", "ecommerce"), {},
     "Published only for B2B companies; you are a shop selling to consumers."),
    ("cac_payback_months", company("b2c", "ecommerce"), {},
     "Published only for B2B software companies; you are a shop selling to consumers."),
    ("sales_cycle_days", company("b2b", "other"), {},
     "Nobody publishes an honest figure for sales cycles of firms like yours."),
    ("nrr", SOFTWARE, {"models": ("projects",)},
     "Published only for firms that sell subscriptions; your data show none."),
    ("logo_churn_monthly", company("b2c", "other"), {"models": ("orders",)},
     "Nobody publishes an honest figure for retention, funnel or acquisition cost of firms outside "
     "software."),
    ("cac", company("b2c", "ecommerce", industry="fashion"), {"currency": "EUR"},
     "Published in US dollars; your figures are in EUR."),
    ("cac", company("b2c", "ecommerce", industry="books"), {},
     "Published only for parts of the market that are not yours, such as Auto parts, Beauty & "
     "personal care or Cannabis / CBD."),
    ("quick_ratio", company("b2c", "ecommerce"), {},
     "Only a convention of investors in software companies exists; nobody has measured it."),
    ("rule_of_40", company("b2c", "ecommerce"), {},
     "In use only among B2B software companies; you are a shop selling to consumers."),
    ("top_customer_share", SOFTWARE, {}, "Nobody publishes an honest figure for this measure."),
    ("magic_number", SOFTWARE, {"models": SUB},
     "No fair comparison with Scale Venture Partners, ~2021: Venture-backed firms in boom years: "
     "context for the upper end, not a yardstick."),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "profile", "known", "sentence"), NONE)
def test_where_none_matches_a_sentence_says_why(measure, profile, known, sentence):
    match = find(measure, profile, **known)
    assert match.figure is None
    assert match.reason == sentence


MEASURES = ["nrr", "grr", "cac", "cac_payback_months", "logo_churn_monthly", "win_rate", "nps"]


@pytest.mark.parametrize("measure", MEASURES)
def test_subscription_alone_does_not_match(measure):
    for profile in (company(), company("b2b"), company(None, "software")):
        match = find(measure, profile, models=SUB, arr=3e6, acv=30e3)
        assert match.figure is None
        assert match.reason.startswith("No external comparison: say")


@pytest.mark.parametrize("sector", ["ecommerce", "services", "other"])
def test_a_subscription_outside_software_never_meets_software_figures(sector):
    for market in ("b2b", "b2c"):
        for measure in MEASURES:
            entry = find(measure, company(market, sector), models=SUB, arr=3e6, acv=30e3).entry
            assert entry is None or entry.model != "saas"


def test_the_reason_names_population_kind_sample_publisher_and_year():
    assert find("revenue_growth_yoy", SOFTWARE, models=SUB, arr=100e3).reason == (
        "Matched: B2B software companies, median of 149 (Benchmarkit, 2024)."
    )
    assert find("revenue_growth_yoy", SOFTWARE, models=SUB).reason.endswith(
        "(Benchmarkit, 2024). A closer figure may fit once you say your annual recurring revenue "
        "or funding."
    )
    assert find("nrr", SOFTWARE).considered == 23
    assert find("win_rate", SOFTWARE).reason.startswith(
        "Matched: B2B companies, average of 655,000 opportunities, $48B pipeline "
        "(Ebsta x Pavilion, 2025)."
    )
    assert (
        "There is no cut for “bakery”."
        in find("lead_to_mql", company("b2b", "software", industry="bakery")).reason
    )
    assert "These data are old: 2011." in find("lead_response_hours", SOFTWARE).reason


def test_a_rule_is_called_a_rule():
    match = find("cac_ratio", SOFTWARE)
    assert match.figure.kind == "rule"
    assert match.reason.startswith("Rule of thumb, not data: healthy above 1.")


def test_a_figure_published_the_other_way_round_is_not_compared():
    assert find("cac_payback_months", SOFTWARE, better=Better.LOWER).figure is not None
    assert find("cac_payback_months", SOFTWARE, better=Better.HIGHER).figure is None


def test_edges_of_bands_belong_to_the_upper_one():
    def growth(arr):
        return find("revenue_growth_yoy", SOFTWARE, models=SUB, arr=arr).figure.value

    assert [growth(arr) for arr in (999_999, 1e6, 4_999_999, 5e6)] == [0.26, 0.40, 0.40, 0.26]


def test_measured_sizes_in_other_money_choose_no_band():
    match = find("revenue_growth_yoy", SOFTWARE, arr=3e6, currency="EUR")
    assert match.entry.source == "benchmarkit_2025"


def test_order_of_files_changes_nothing():
    book = catalogue()
    turned = Catalogue(
        book.sources[::-1], {name: rows[::-1] for name, rows in book.by_measure.items()}
    )
    for measure, profile, known, value in ((c[1], c[2], c[3], c[4]) for c in MATCHES):
        match = find(measure, profile, models=SUB, published=turned, **known)
        assert match.figure.value == value, measure


@pytest.mark.parametrize(
    ("theirs", "ours", "same"),
    [
        ("Fashion & apparel", "Apparel", True),
        ("Toys / hobbies / DIY", "toys", True),
        ("Insurance software", "insurance", True),
        ("CRM software", "software", False),
        ("Consumer electronics", "consumer", False),
        ("Medtech", "Edtech", False),
        ("HR services", "services", False),
    ],
)
def test_industries_are_recognised_by_their_own_words(theirs, ours, same):
    assert same_industry(theirs, (), ours) is same
