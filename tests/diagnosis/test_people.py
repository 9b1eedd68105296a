"""Who sells: one seller far ahead, or everything through the founder."""

import numpy as np
import pytest

from revcore.derive.lone_seller import FOUNDER, against_rest, alike
from revcore.derive.sellers import Sellers
from revcore.model import Window, first_day
from tests.companies import table
from tests.diagnosis.firms import START, seen


def sold(*, by_year, sizes=None, sources=None):
    """Closed deals: seller → (won, lost) of the first and of the second year, a month after."""
    rows = []
    for name, years in by_year.items():
        for year, (won, lost) in enumerate(years):
            begins, ends = first_day(START + 12 * year), first_day(START + 12 * year + 12) - 31
            for at in range(won + lost):
                created = begins + at * (ends - begins) // max(won + lost - 1, 1)
                row = {
                    "created": created, "closed": created + 30, "owner": name,
                    "amount": (sizes or {}).get(name, 1000) + 10 * (at % 7),
                    "status": "won" if at < won else "lost",
                }  # fmt: skip
                if sources:
                    row["source"] = sources(name, at < won, at)
                rows.append(row)
    return table("deals", [{"deal_id": f"d{n}", **row} for n, row in enumerate(rows)])


def team(**roles):
    rows = [{"person": name, "role": role} for name, role in roles.items()]
    return table("team", rows)


def alternating(name, won, at):
    return ("Fair", "Website")[at % 2]


STAR = {
    "Noor": [(40, 40), (60, 40)],
    "Teo": [(16, 64), (16, 64)],
    "Ilka": [(15, 65), (15, 65)],
    "Sam": [(17, 63), (17, 63)],
}
EQUAL = {name: [(20, 40), (20, 40)] for name in STAR}


class TestHero:
    def test_one_who_wins_three_times_as_often_is_seen(self):
        found = seen("hero_rep_dependence", sold(by_year=STAR, sources=alternating))
        assert found.state == "strong"
        assert found.signs.subject == "Noor"
        text = found.signs.evidence[1].template
        assert "60 of 100 closed deals" in text
        assert "48 of 240" in text

    def test_equal_sellers_are_not(self):
        found = seen("hero_rep_dependence", sold(by_year=EQUAL, sources=alternating))
        assert found.state == "not_seen"

    def test_a_large_share_at_the_same_win_rate_can_be_made_up_for(self):
        more = EQUAL | {"Noor": [(60, 120), (60, 120)]}
        found = seen("hero_rep_dependence", sold(by_year=more, sources=alternating))
        assert found.state == "not_seen"

    def test_better_leads_explain_it(self):
        def routed(name, won, at):
            return "Referral" if won else "Website"

        found = seen("hero_rep_dependence", sold(by_year=STAR, sources=routed))
        assert found.state == "cannot_tell"
        assert "other deals" in found.reason

    def test_without_channel_and_segment_it_is_likely_at_best(self):
        assert seen("hero_rep_dependence", sold(by_year=STAR)).state == "likely"

    @pytest.mark.parametrize(
        ("names", "said"),
        [((), "No sellers have"), (("Noor",), "1 seller has"), (("Noor", "Teo"), "2 sellers have")],
    )
    def test_two_sellers_are_too_few(self, names, said):
        few = {name: years if name in names else [(1, 2), (1, 2)] for name, years in STAR.items()}
        found = seen("hero_rep_dependence", sold(by_year=few))
        assert found.state == "cannot_tell"
        assert found.reason.startswith(said)

    def test_deals_without_sellers_say_what_is_missing(self):
        rows = [{"deal_id": "d", "created": "2024-01-02", "closed": "2024-02-02", "status": "won"}]
        assert seen("hero_rep_dependence", table("deals", rows)).needs == ("deals.owner",)


CEILING = {
    "Ruta": [(70, 70), (70, 70)],
    "Dario": [(12, 60), (18, 110)],
    "Mina": [(9, 51), (16, 100)],
}
ROLES = {"Ruta": "Founder & CEO", "Dario": "Account executive", "Mina": "Account executive"}


class TestFounder:
    def test_a_founder_at_the_limit_is_seen(self):
        deals = sold(by_year=CEILING, sources=alternating)
        found = seen("founder_led_ceiling", deals, team(**ROLES))
        assert found.state == "strong"
        assert "closed 140 after 140, and won 70" in found.signs.evidence[1].template

    def test_one_who_grows_with_what_comes_in_is_at_no_limit(self):
        grows = CEILING | {"Ruta": [(50, 50), (100, 90)], "Dario": [(12, 60), (14, 66)],
                                "Mina": [(9, 51), (10, 55)]}  # fmt: skip
        found = seen("founder_led_ceiling", sold(by_year=grows), team(**ROLES))
        assert found.state == "not_seen"

    def test_half_of_what_is_sold_is_not_everything(self):
        half = CEILING | {"Dario": [(35, 60), (45, 110)]}
        found = seen("founder_led_ceiling", sold(by_year=half), team(**ROLES))
        assert found.state == "not_seen"

    def test_without_a_role_somebody_has_to_say_who_it_is(self):
        deals = sold(by_year=CEILING)
        assert "team" in seen("founder_led_ceiling", deals).needs
        blank = team(Ruta="", Dario="Account executive", Mina="Account executive")
        found = seen("founder_led_ceiling", deals, blank)
        assert (found.state, found.needs) == ("cannot_tell", ("team.role",))
        assert "who is it?" in found.reason

    def test_a_team_of_employees_has_no_such_founder(self):
        employed = team(Ruta="Head of sales", Dario="Seller", Mina="Seller")
        assert seen("founder_led_ceiling", sold(by_year=CEILING), employed).state == "not_seen"

    def test_one_year_is_too_short(self):
        short = {name: [years[0], (0, 0)] for name, years in CEILING.items()}
        found = seen("founder_led_ceiling", sold(by_year=short), team(**ROLES))
        assert found.state == "cannot_tell"
        assert "two years" in found.reason

    @pytest.mark.parametrize(
        ("role", "is_one"),
        [("Founder", True), ("Co-Founder / CEO", True), ("Gründerin", True), ("Owner", True),
         ("Geschäftsführerin", True), ("Managing Director", True), ("Account owner", False),
         ("Product owner", False), ("Account executive", False), ("Head of sales", False)],
    )  # fmt: skip
    def test_roles_of_founders(self, role, is_one):
        assert (FOUNDER.search(role) is not None) is is_one


class TestAgainstTheRest:
    def sellers(self, won, lost, value):
        won, lost, value = (np.array(part) for part in (won, lost, value))
        squares = value.astype(float) ** 2 / np.maximum(won, 1)
        return Sellers(
            ["A", "B", "C"], won, lost, won, value.astype(float), squares, np.full(3, 12)
        )

    def test_the_share_at_risk_worked_by_hand(self):
        made = self.sellers([1000, 500, 500], [1000, 1500, 1500], [1e6, 5e5, 5e5])
        found = against_rest(made, np.array([True, False, False]), Window(24000, 24011))
        # half of what is sold; others win half as often: 0.5 · (1 − 0.5 · (1 − 2.5/12)) = 0.302
        assert np.median(found.at_risk) == pytest.approx(0.302, abs=0.01)
        assert np.median(found.times) == pytest.approx(2.0, abs=0.1)

    def test_a_difference_of_mix_alone_is_none(self):
        import pandas as pd

        rows = [("A", "Referral", 1, 60), ("A", "Referral", 0, 40), ("A", "Cold", 1, 2),
                ("A", "Cold", 0, 18), ("B", "Referral", 1, 12), ("B", "Referral", 0, 8),
                ("B", "Cold", 1, 10), ("B", "Cold", 0, 90)]  # fmt: skip
        mix = pd.DataFrame(rows, columns=["owner", "source", "won", "n"])
        mix = mix.assign(segment="", closed=first_day(24000))
        gap, error = alike(mix, ["A"], Window(24000, 24011))
        assert gap == pytest.approx(0.0, abs=1e-9)
        assert 0.05 < error < 0.12
