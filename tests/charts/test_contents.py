"""What single charts must get right."""

import pytest

from revcore.charts import (
    _win_rates,
    band_strip,
    cohort_grid,
    funnel_volumes,
    mrr_bridge,
    payback_curve,
    repeat_by_cohort,
    same_customers,
    survival,
    win_rate_by_quarter,
)
from revcore.charts._chart import records
from revcore.charts.catalogue import charts
from revcore.model import Better, BreakdownRow, Scorecard, Series, Unit


def rows_of(drawing):
    return drawing.spec["datasets"]["rows0"]


def document(name, columns, rows, complete=None):
    found = Series(title="", unit=Unit.COUNT, columns=columns, rows=rows,
                   complete=complete or [True] * len(rows))  # fmt: skip
    return Scorecard(series={name: found}, currency="USD")


class TestMrrBridge:
    def test_bars_add_up_to_the_change_in_mrr_and_losses_point_down(self, kalvendo):
        months = {row["month"]: row for row in records(kalvendo.series["mrr_movements"])}
        drawn = rows_of(charts()["mrr_bridge"].draw(kalvendo))
        last = [row for row in drawn if row["month"] == "Oct 2026"]
        change = months["2026-10"]["closing"] - months["2026-10"]["opening"]
        assert sum(row["change"] for row in last) == pytest.approx(change)
        assert all(row["net"] == pytest.approx(change) for row in last)
        for row in drawn:
            assert (
                row["change"] <= 0 if row["kind"] in ("Left", "Downgrades") else row["change"] >= 0
            )

    COLUMNS = ("month", "opening", "new", "reactivation", "expansion", "contraction", "churn",
               "closing")  # fmt: skip

    @pytest.mark.parametrize(
        ("row", "says"),
        [
            ((0, 9, 0, 0, 0, 0, 9), "$9 of monthly revenue was gained and nothing was lost"),
            ((9, 0, 0, 0, 4, 0, 5), "$4 of monthly revenue was lost and nothing was gained"),
            ((9, 6, 0, 0, 4, 0, 11), "$6 of monthly revenue was gained and $4 was lost"),
        ],
    )  # fmt: skip
    def test_its_title_at_nothing_and_something(self, row, says):
        card = document("mrr_movements", list(self.COLUMNS), [["2024-02", *row]])
        assert mrr_bridge.said(card) == f"In the last month {says}"


class TestCohortGrid:
    def test_immature_cells_are_outlined_and_carry_no_number(self, kalvendo):
        flags = {
            (row["cohort"], row["age"]): row["complete"]
            for row in records(kalvendo.series["cohort_grid"])
        }
        drawing = charts()["cohort_grid"].draw(kalvendo)
        drawn = rows_of(drawing)
        assert {(row["cohort"], row["age"]): row["complete"] for row in drawn} == {
            key: flag for key, flag in flags.items() if key[1]
        }
        assert any(not row["complete"] for row in drawn)
        assert all(row["words"] == "…" for row in drawn if not row["complete"])
        filters = [str(layer.get("transform")) for layer in drawing.spec["layer"]]
        assert "!datum.complete" in filters[1]
        assert all("datum.complete" in one and "!" not in one for one in (filters[0], filters[2]))

    def cells(self, *kept):
        return [{"age": 12, "kept": k, "customers": n, "share": k / n, "complete": True}
                for k, n in kept]  # fmt: skip

    def test_says_what_became_of_them_when_cohorts_are_alike(self):
        assert cohort_grid.said(self.cells((80, 100), (81, 100))).startswith(
            "Four of five customers were still there after a year"
        )

    def test_says_so_when_later_ones_leave_sooner(self):
        says = cohort_grid.said(self.cells((90, 100), (50, 100)))
        assert says == (
            "Customers who came lately stay less long: 50% were there after a year, of earlier "
            "ones 90%"
        )

    def test_nobody_old_enough(self):
        cells = [{**cell, "complete": False} for cell in self.cells((3, 4))]
        assert "No cohort is old enough" in cohort_grid.said(cells)


class TestSurvival:
    def rows(self, *shares):
        return [{"month": at, "share": share, "low": share - 0.02, "high": share + 0.02}
                for at, share in enumerate(shares)]  # fmt: skip

    def test_nobody_left(self):
        assert survival.said(self.rows(1.0, 1.0, 1.0)) == "Nobody left within the first 2 months"

    def test_two_of_three_left(self):
        says = survival.said(self.rows(1.0, 0.8, 0.6, 1 / 3))
        assert says == "Two of three customers left within the first 3 months (65% to 69%)"

    def test_the_curve_ends_where_too_few_are_watched(self, kalvendo):
        seen = records(kalvendo.series["survival_curve"])
        assert all((row["share"] is None) == (not row["complete"]) for row in seen)
        assert all(row["at_risk"] >= 5 for row in seen if row["share"] is not None)


class TestWinRateByQuarter:
    def row(self, won, closed, half=0.1):
        rate = won / closed
        return {"won": won, "closed": closed, "rate": rate, "low95": rate - half,
                "high95": rate + half}  # fmt: skip

    def test_one_quarter_is_no_course(self):
        assert win_rate_by_quarter.said([self.row(3, 7)]).startswith("3 of 7 deals won")

    def test_overlap_is_not_a_fall(self):
        says = win_rate_by_quarter.said([self.row(30, 100)] * 4 + [self.row(26, 100)])
        assert says.endswith("can’t tell yet if it moved")

    def test_overlap_is_not_a_rise(self):
        says = win_rate_by_quarter.said([self.row(26, 100)] * 4 + [self.row(30, 100)])
        assert says.endswith("can’t tell yet if it moved")

    def test_a_clear_fall_is_said(self):
        says = win_rate_by_quarter.said([self.row(60, 100)] * 5 + [self.row(20, 100)])
        assert says == "Win rate fell from 60% a year before to 20%"


class TestForest:
    def part(self, key, k, n):
        from revcore.derive.intervals import wilson

        around = wilson(k, n)
        return BreakdownRow(
            key=key,
            value=k / n,
            low=around.low,
            high=around.high,
            low95=around.low95,
            high95=around.high95,
            n=n,
        )

    def test_a_clear_difference(self):
        says = _win_rates.said([self.part("north", 90, 100), self.part("south", 20, 100)],
                                    "segment")  # fmt: skip
        assert says == "North wins 90%, south 20%: the segment makes a difference"

    def test_the_luckiest_of_many_is_no_finding(self):
        # Twenty sellers with the same rate: the best and the worst differ by luck.
        parts = [self.part(f"Seller {at}", 30 + at - 10, 100) for at in range(20, 0, -1)]
        assert _win_rates.said(parts, "owner").endswith("no clear difference yet")

    def test_the_dimension_that_separates_most_is_drawn(self, kalvendo):
        flat = [self.part("a", 22, 100), self.part("b", 23, 100)]
        apart = [self.part("c", 60, 100), self.part("d", 5, 100)]
        card = kalvendo.model_copy(
            update={"breakdowns": {"win_rate": {"source": flat, "segment": apart}}}
        )
        spec = charts()["win_rate_forest"].draw(card).spec
        names = {row.get("name") for rows in spec["datasets"].values() for row in rows}
        assert {"C", "D"} <= names
        assert "A" not in names

    @pytest.mark.parametrize(
        ("finding", "shown", "not_shown"),
        [("referral_unused", "A", "C"), ("best_customers_under_chased", "C", "A")],
    )
    def test_a_finding_on_sources_or_segments_draws_these(
        self, kalvendo, finding, shown, not_shown
    ):
        flat = [self.part("a", 22, 100), self.part("b", 23, 100)]
        apart = [self.part("c", 60, 100), self.part("d", 5, 100)]
        card = kalvendo.model_copy(
            update={"breakdowns": {"win_rate": {"source": flat, "segment": apart}}}
        )
        spec = charts()[kalvendo.findings[finding].chart].draw(card).spec
        names = {row.get("name") for rows in spec["datasets"].values() for row in rows}
        assert shown in names
        assert not_shown not in names

    def test_one_source_alone_is_not_drawn(self, kalvendo):
        card = kalvendo.model_copy(
            update={"breakdowns": {"win_rate": {"source": [self.part("a", 22, 100)]}}}
        )
        assert "at least two sources" in charts()["win_rate_by_source"].draw(card).reason


class TestBandStrip:
    def test_right_is_better_whichever_way_a_measure_points(self, kalvendo):
        for reading in band_strip.compared(kalvendo):
            row = band_strip.tidy(reading, "USD")
            if reading.band == "ahead":
                assert row["at"] > 0
            if reading.band == "behind":
                assert row["at"] < 0

    def test_quartiles_lie_at_one_step_to_either_side(self, kalvendo):
        reading = next(r for r in kalvendo.readings.values()
                       if r.benchmark and r.benchmark.p25 and r.benchmark.p75
                       and r.value is not None and r.band_basis == "benchmark")  # fmt: skip
        figure = reading.benchmark
        for value, at in ((figure.p25, -1), (figure.value, 0), (figure.p75, 1)):
            moved = reading.model_copy(update={"value": value, "better": Better.HIGHER})
            assert band_strip.tidy(moved, "USD")["at"] == pytest.approx(at)

    def test_title_at_none_one_and_many(self, kalvendo):
        chosen = band_strip.compared(kalvendo)

        def with_bands(*bands):
            return band_strip.said(
                [reading.model_copy(update={"band": band})
                 for reading, band in zip(chosen, bands, strict=False)]
            )  # fmt: skip

        assert (
            with_bands("on_par", "cannot_tell") == "None of 2 measures is clearly ahead or behind"
        )
        one = with_bands("behind", "on_par", "on_par")
        assert one == f"Behind in {chosen[0].title.lower()}, of 3 measures compared"
        two = with_bands("behind", "behind", "on_par")
        assert two == "Behind in 2 of 3 measures compared"
        assert with_bands("behind", "behind", "ahead", "ahead") == (
            "Behind in 2 and ahead in 2, of 4 measures compared"
        )


class TestFunnel:
    def test_numbers_are_those_of_the_cards(self, kalvendo):
        for row in records(kalvendo.series["funnel_steps"]):
            reading = kalvendo.readings[funnel_volumes.MEASURES[row["from"], row["to"]]]
            assert row["rate"] == pytest.approx(reading.value)
            assert row["entered"] == reading.n


class TestPayback:
    def test_agrees_with_the_measure(self, kalvendo):
        months = kalvendo.readings["cac_payback_months"].inputs["months_with_churn"]
        rows = records(kalvendo.series["payback"])
        assert rows[0]["paid_back"] == months
        assert rows[months]["value"] >= rows[0]["cost"] > rows[months - 1]["value"]

    def test_its_fan_holds_the_middle_and_widens(self, kalvendo):
        rows = records(kalvendo.series["payback"])
        for row in rows:
            assert row["low95"] <= row["low"] <= row["value"] <= row["high"] <= row["high95"]
        wide = [row["high"] - row["low"] for row in rows]
        assert wide[0] == 0
        assert wide == sorted(wide)

    @pytest.mark.parametrize(
        ("when", "ends"),
        [
            ((1, 1, 1), "is back after the first payment"),
            ((7, 7, 7), "is back after 7 months"),
            ((30, 26, 35), "is back after 30 months (26 to 35)"),
            ((30, 26, None), "is back after 30 months (26 or more)"),
            ((None, None, None), "is not back after 36 months"),
        ],
    )
    def test_its_title(self, when, ends):
        row = dict(zip(("paid_back", "earliest", "latest"), when, strict=True))
        says = payback_curve.said([{**row, "cost": 900.0, "month": 36}], "USD")
        assert says == f"Counting those who leave, the $900 to win a customer {ends}"


class TestShop:
    def test_the_bridge_of_same_customers_closes(self, osmirelle):
        by = {row["kind"]: row for row in records(osmirelle.series["same_customers"])}
        bars = {row["name"]: row for row in same_customers.tidy(by, "USD")}
        steps = sum(bars[name]["amount"] for name in
                    ("Year before", "Bought nothing", "Bought less", "Bought more"))  # fmt: skip
        assert steps == pytest.approx(bars["This year"]["top"])
        share = by["now"]["amount"] / by["before"]["amount"]
        assert share == pytest.approx(osmirelle.readings["same_customer_revenue"].value)

    def test_the_story_of_the_sample_is_told(self, osmirelle):
        says = repeat_by_cohort.said(records(osmirelle.series["repeat_by_cohort"]))
        assert "fewer than the 29% of Q1 2025" in says

    def test_too_new_to_say(self):
        row = {"complete": False, "rate": 0.2, "months": 3, "cohort": "Q1 2026"}
        assert repeat_by_cohort.said([row]) == "The buyers are too new to say how many come back"
