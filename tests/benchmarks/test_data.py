"""The published figures: all there, each with where it comes from."""

import csv
import dataclasses
import re
import shutil
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from revcore.benchmarks import all_figures, find, sources, unlisted
from revcore.benchmarks.defaults import defaults
from revcore.benchmarks.load import DATA, catalogue, read_folder, read_source
from revcore.errors import HalfMade
from revcore.model import Profile, Unit

CSV = Path(__file__).parents[3] / "shared" / "benchmarks" / "benchmarks.csv"
FIGURES_BY_PUBLISHER = {
    "First Page Sage": 103, "SaaS Capital": 30, "Benchmarkit": 24, "ChartMogul": 15,
    "Scale Venture Partners": 13, "Implisit (later Salesforce)": 10, "Recurly Research": 10,
    "KeyBanc Capital Markets (KBCM)": 9, "rule of thumb": 9,
    "OpenView / High Alpha survey series (Kyle Poyar)": 8, "Hinge Research Institute": 7,
    "OpenView (Kyle Poyar, Growth Unhinged)": 6, "Aleph x Benchmarkit": 5, "Lighter Capital": 5,
    "The Bridge Group": 5, "Clari": 4, "Ebsta x Pavilion": 4,
    "Harvard Business Review (Oldroyd, McElheran, Elkington)": 4,
    "Lenny's Newsletter / ProfitWell": 4, "Bessemer Venture Partners": 3, "ClearlyRated": 3,
    "The CMO Survey (Duke / Deloitte / AMA)": 3, "High Alpha": 2, "ICONIQ Growth": 2,
    "SPI Research": 2, "Sakas & Company": 2, "Scale Venture Partners / Benchmarkit": 2,
    "Baymard Institute": 1, "Gartner": 1, "InsideSales.com / MIT (Oldroyd)": 1, "Littledata": 1,
    "RJMetrics": 1, "RepVue": 1, "Retently": 1, "Unbounce": 1, "Venture-capital convention": 1,
}  # fmt: skip
NAMES = {
    "cac_usd": "cac",
    "ltv_cac": "clv_to_cac",
    "arr_growth": "revenue_growth_yoy",
    "revenue_growth": "revenue_growth_yoy",
    "lead_response_minutes": "lead_response_hours",
}
NEW = """
[origin]
publisher = "Bakers’ Guild"
report = "Shops in figures"
year = "2026"
url = "https://example.org/shops"
opened = true
evidence = "primary"
licence = "Free to quote."
caveat = "Members only."

[[figure]]
measure = "repeat_purchase_rate"
published_as = "returning_customers"
value = 0.41
kind = "median"
unit = "ratio"
better = "higher"
model = "ecommerce"
market = "b2c"
sector = "ecommerce"
n = 87
"""


def exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))


def test_every_publisher_has_all_its_figures():
    assert Counter(entry.publisher for entry in all_figures()) == FIGURES_BY_PUBLISHER
    assert len(all_figures()) == 303
    assert len(sources()) == 55


@pytest.mark.skipif(not CSV.exists(), reason="the collected figures are not beside this project")
def test_every_collected_row_is_carried_to_the_last_digit():
    def expected(text: str, unit: str) -> Decimal | None:
        if not text:
            return None
        if unit == "minutes":
            return Decimal(f"{float(text) / 60:.12g}")
        return Decimal(text) / (100 if unit == "percent" else 1)

    with CSV.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    theirs = Counter(
        (
            row["metric"],
            *(expected(row[name], row["unit"]) for name in ("p25", "median", "p75")),
            row["direction"],
            row["data_year"] or "undated",
            row["sample_size"],
            row["publisher"],
            row["url"],
            row["kind"],
        )
        for row in rows
    )
    ours = Counter(
        (
            entry.published_as,
            *(exact(value) for value in (entry.p25, entry.value, entry.p75)),
            entry.better.value,
            entry.year,
            entry.sample or str(entry.n or ""),
            entry.publisher,
            entry.url,
            entry.evidence,
        )
        for entry in all_figures()
    )
    assert ours == theirs
    marked = re.compile(r"AVERAGE|\bMEAN\b|AGGREGATE")
    called_average = Counter(
        (row["metric"], row["publisher"]) for row in rows if marked.search(row["note"])
    )
    averages = Counter((e.published_as, e.publisher) for e in all_figures() if e.kind == "average")
    assert called_average <= averages


def test_our_names_stand_beside_theirs():
    renamed = {
        (entry.published_as, entry.measure)
        for entry in all_figures()
        if entry.measure and entry.measure != entry.published_as
    }
    assert renamed == {*NAMES.items(), ("opportunity_to_won", "win_rate_created")}
    created = [entry for entry in all_figures() if entry.measure == "win_rate_created"]
    assert [entry.source for entry in created] == ["implisit_2014"]


def test_what_we_do_not_measure_is_listed_with_a_name_and_never_guessed():
    ids = {entry.published_as for entry in unlisted()}
    assert {"arr_per_employee", "acv_usd", "quota_attainment", "cart_abandonment"} <= ids
    assert all(entry.label for entry in unlisted())
    assert find("arr_per_employee", Profile(market="b2b", sector="software")).figure is None


def test_kinds_are_counted():
    kinds = Counter(entry.kind for entry in all_figures())
    # 126 say so themselves; ten more are shares, industry scores or of unknown making.
    assert kinds == {"median": 137, "average": 136, "rule": 30}
    assert Counter(entry.evidence for entry in all_figures()) == {
        "primary": 109,
        "secondary": 164,
        "rule_of_thumb": 30,
    }
    # 32 addresses were not opened; 12 figures have none.
    assert sum(not entry.opened for entry in all_figures()) == 32 + 12


def test_first_page_sage_and_ebsta_are_averages_and_rules_are_rules():
    for entry in all_figures():
        if entry.publisher in ("First Page Sage", "RJMetrics", "ClearlyRated"):
            assert entry.kind == "average", entry.source
        assert (entry.kind == "rule") == (entry.evidence == "rule_of_thumb")


def test_every_figure_says_where_it_comes_from():
    for entry in all_figures():
        for name in ("publisher", "report", "year", "caveat", "licence"):
            assert getattr(entry, name), (entry.source, name)
        assert entry.url.startswith("http") or not entry.opened


def test_rates_are_fractions_and_money_is_money():
    for entry in all_figures():
        if entry.published_as in ("nrr", "grr", "opportunity_to_won"):
            assert entry.unit is Unit.RATIO
            assert (entry.value or 0) < 1.3
        if entry.published_as == "nps":
            assert entry.unit is Unit.POINTS
            assert (entry.value or 0) > 30


def test_preferences_name_sources_that_exist():
    known = {source.id for source in sources()}
    named = {name for order in defaults().prefer.values() for name in order}
    assert named <= known
    measures = {entry.measure for entry in all_figures()}
    assert {rule.measure for rule in defaults().rule} <= measures
    assert set(defaults().prefer) | set(defaults().remark) <= measures


def test_a_new_file_is_picked_up_without_another_edit(tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "data")
    (folder / "bakers_guild.toml").write_text(NEW, encoding="utf-8")
    shop = Profile(market="b2c", sector="ecommerce")
    match = find("repeat_purchase_rate", shop, published=read_folder(folder))
    assert match.figure is not None
    assert match.figure.value == 0.41
    assert match.reason == "Matched: online shops, median of 87 (Bakers’ Guild, 2026)."


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "value = 0.41",
            "",
            "“new.toml”, figure 1 (repeat_purchase_rate): “value” is missing, and there is no "
            "quartile either. Mend this entry.",
        ),
        (
            "value = 0.41",
            "value = 41",
            "“new.toml”, figure 1 (repeat_purchase_rate): “value” is 41: write 63 percent as "
            "0.63. Mend this entry.",
        ),
        (
            'kind = "median"',
            "",
            "“new.toml”, figure 1 (repeat_purchase_rate): “kind” is missing. Mend this entry.",
        ),
        (
            "n = 87",
            "m = 87",
            "“new.toml”, figure 1 (repeat_purchase_rate): “m” is no known entry. Mend this entry.",
        ),
        (
            "n = 87",
            "p75 = 0.3",
            "“new.toml”, figure 1 (repeat_purchase_rate): “p25”, “value” and “p75” do not rise. "
            "Mend this entry.",
        ),
        (
            'caveat = "Members only."',
            "",
            "“new.toml”, [origin]: “caveat” is missing. Mend this entry.",
        ),
        (
            "[[figure]]",
            "[[figures]]",
            "“new.toml” has a part “figures”. Known are [origin], [common] and [[figure]].",
        ),
        (
            "n = 87",
            "n = = 87",
            "“new.toml” cannot be read as TOML: Invalid value (at line 22, column 5). Mend this "
            "line.",
        ),
    ],
)
def test_a_half_made_file_stops_with_a_sentence(tmp_path, old, new, sentence):
    path = tmp_path / "new.toml"
    path.write_text(NEW.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(HalfMade) as error:
        read_source(path)
    assert str(error.value) == sentence


def test_common_entries_hold_for_each_figure_that_says_nothing_else(tmp_path):
    path = tmp_path / "new.toml"
    text = NEW.replace('kind = "median"\n', "") + '\n[common]\nkind = "average"\nn = 3\n'
    path.write_text(text, encoding="utf-8")
    (entry,) = read_source(path).figures
    assert (entry.kind, entry.n) == ("average", 87)


def test_the_catalogue_cannot_be_changed():
    entry = all_figures()[0]
    with pytest.raises(ValueError, match="frozen"):
        entry.value = 1.0
    with pytest.raises(TypeError):
        catalogue().by_measure["nrr"] = ()
    with pytest.raises(dataclasses.FrozenInstanceError):
        catalogue().sources = ()


def test_reading_all_sources_is_quick():
    took = []
    for _ in range(3):
        start = time.process_time()
        read_folder(DATA)
        took.append(time.process_time() - start)
    assert min(took) < 0.1
