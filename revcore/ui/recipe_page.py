"""One measure by every published definition, side by side, and the switch between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from revcore.metrics.catalogue import metrics
from revcore.model import Dataset, Recipe, Scorecard, Unit
from revcore.pipeline import UnderRecipe, under_recipes
from revcore.ui import session
from revcore.ui.text import safe
from revcore.words import value_words

NAMES: Mapping[str, str] = {
    "start_cohort": "Opening customers",
    "chartmogul": "ChartMogul",
    "baremetrics": "Baremetrics",
    "netsuite": "NetSuite",
}
"""As a reader knows them; the first is the definition of the SaaS Metrics Standards Board."""
MONEY = (Unit.MONEY, Unit.MONEY_PER_MONTH)


def compare(card: Scorecard, dataset: Dataset | None) -> None:
    """Choose a measure, see it by each definition, and take one of them."""
    if dataset is None:
        return
    kept = session.chart(
        session.document_hash(), "under-recipes", lambda: {**under_recipes(dataset)}
    )
    indexed = card.settings.get("nda") and card.settings.get("nda_money") == "index"
    known: dict[str, Sequence[UnderRecipe]] = {
        name: rows
        for name, rows in kept.items()
        if any(row.value is not None for row in rows)
        and not (indexed and metrics()[name].unit in MONEY)
    }
    if not known:
        return
    st.header("The same figure by other definitions", anchor=False)
    with st.container(border=True, key="recipes"):
        chosen = st.selectbox(
            "Measure", sorted(known, key=lambda name: agree(known[name])), key="recipe-measure",
            format_func=lambda name: metrics()[name].title,
        )  # fmt: skip
        rows = known[chosen]
        with st.grid(4, min_column_width=140, gap="small"):
            for row in rows:
                column(row, metrics()[chosen].unit, card.currency)
        st.markdown(safe(why(rows)))
        use(session.settings().recipe)


def column(row: UnderRecipe, unit: Unit, currency: str | None) -> None:
    """One definition: its figure, and whom it counts."""
    with st.container(gap=None):
        shown = "no figure" if row.value is None else figure(row.value, unit, currency)
        st.metric(name_of(row.recipe), shown)
        st.caption(safe(counts(row.recipe)))


def figure(value: float, unit: Unit, currency: str | None) -> str:
    """A value fine enough to tell definitions apart.

    >>> figure(0.9511, Unit.RATIO, None), figure(31.0, Unit.DAYS, None)
    ('95.1%', '31 days')
    """
    return f"{100 * value:.1f}%" if unit is Unit.RATIO else value_words(value, unit, currency)


def name_of(recipe: Recipe) -> str:
    """What a definition is called.

    >>> from revcore.model import RECIPES
    >>> name_of(RECIPES["netsuite"]), name_of(Recipe(name="ours"))
    ('NetSuite', 'ours')
    """
    return NAMES.get(recipe.name, recipe.name)


def counts(recipe: Recipe) -> str:
    """What a definition does with customers who left before and came back.

    >>> from revcore.model import RECIPES
    >>> counts(RECIPES["chartmogul"])
    'with customers who came back'
    """
    if recipe.reactivation == "retained":
        return "with customers who came back"
    return "without customers who came back"


def agree(rows: Sequence[UnderRecipe]) -> bool:
    """Whether all definitions give the same figure."""
    return len({row.value for row in rows}) == 1


def why(rows: Sequence[UnderRecipe]) -> str:
    """One sentence on what makes the difference.

    >>> from revcore.model import RECIPES
    >>> why([UnderRecipe(recipe, 0.9) for recipe in RECIPES.values()])
    'All definitions agree here: what they treat differently does not touch this figure.'
    """
    if agree(rows):
        return "All definitions agree here: what they treat differently does not touch this figure."
    counting = [name_of(row.recipe) for row in rows if row.recipe.reactivation == "retained"]
    return (
        "They differ by customers who had left before the first month compared and came back "
        f"since: {' and '.join(counting)} add what these pay now, the others leave them out. Hold "
        "a figure against a benchmark of the same definition only."
    )


def use(now: Recipe) -> None:
    """Take one definition for the whole scorecard."""
    names = list(NAMES)
    picked = st.radio(
        "Definition used in the scorecard", names, horizontal=True, key="recipe-used",
        index=names.index(now.name) if now.name in names else None,
        format_func=NAMES.__getitem__,
    )  # fmt: skip
    if picked is not None and picked != now.name:
        session.change_settings(recipe=picked)
        st.rerun()
