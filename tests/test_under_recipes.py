"""The same data by each published definition: 95 or 90."""

import pytest

from revcore.model import RECIPES, Recipe, Settings
from revcore.pipeline import analyse, under_recipes
from tests.companies import dataset, mrr_sheet, table

MONTHS = 15
"""January 2024 to March 2025: the base opens in March 2024."""


def paying(before: int, opening: int, closing: int) -> list[int]:
    """Two months before the base opens, its month, and the year after it."""
    return [before, before, opening, *[closing] * (MONTHS - 3)]


def worked_case():
    """Start 100, churn 10, contraction 10, expansion 10, reactivation 5, new 20."""
    return dataset(
        mrr_sheet(
            leaves=paying(10, 10, 0), shrinks=paying(30, 30, 20), grows=paying(20, 20, 30),
            stays=paying(20, 20, 20), too=paying(20, 20, 20), returns=paying(5, 0, 5),
            joins=paying(0, 0, 20),
        ),
        as_of="2025-03",
    )  # fmt: skip


def test_one_file_gives_ninety_or_ninety_five_by_whose_definition_it_is():
    rows = under_recipes(worked_case(), ids=["nrr"])["nrr"]
    found = {row.recipe.name: row.value for row in rows}
    assert found == pytest.approx(
        {"start_cohort": 0.90, "baremetrics": 0.90, "chartmogul": 0.95, "netsuite": 0.95}
    )


@pytest.mark.parametrize("name", RECIPES)
def test_the_comparison_and_the_document_agree(name):
    case = worked_case()
    settings = case.settings.model_copy(update={"recipe": RECIPES[name]})
    row = next(r for r in under_recipes(case, ids=["nrr"])["nrr"] if r.recipe.name == name)
    reading = analyse(case, settings).readings["nrr"]
    assert (row.value, row.low, row.high) == (reading.value, reading.low, reading.high)


def test_who_has_a_definition_of_their_own_sees_it_beside_the_others():
    ours = Recipe(name="ours", reactivation="retained", lag_spend=False)
    settings = Settings(recipe=ours, as_of="2025-03")
    rows = under_recipes(worked_case(), settings, ["nrr"])["nrr"]
    assert [row.recipe.name for row in rows] == [*RECIPES, "ours"]
    assert rows[-1].value == pytest.approx(0.95)


def test_what_depends_on_the_definition_is_found_by_asking():
    found = under_recipes(worked_case())
    assert "nrr" in found
    assert not {"grr", "mrr", "win_rate"} & set(found)
    assert all(row.reason for row in found["cac"])


def test_without_a_date_there_is_nothing_to_compare():
    assert under_recipes(dataset(table("products", [{"product": "One"}]))) == {}
