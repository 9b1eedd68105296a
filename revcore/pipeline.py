"""From a Dataset to the Scorecard: the only file that knows the order of the rooms."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw

import revcore.derive
import revcore.derive.series
import revcore.facts
from revcore import nda
from revcore.calendar import NO_MONTH
from revcore.derive.as_of import AsOf, last_complete_month, told_days
from revcore.derive.series import _series
from revcore.diagnosis.diagnose import diagnosis
from revcore.errors import NotComputable
from revcore.ingest.unseen import without_later_deals
from revcore.metrics.catalogue import metrics
from revcore.model import (
    RECIPES,
    Dataset,
    Model,
    Notice,
    Question,
    Recipe,
    Scorecard,
    Series,
    Settings,
    Table,
    Window,
    month_label,
    month_of_day,
    parse_month,
)
from revcore.nda_diagnosis import without_sellers
from revcore.outlook import outlook
from revcore.readings import breakdowns, readings
from revcore.registry import Asker, Provider, providers
from revcore.remarks import planned, remarked
from revcore.segmented import by_segment

TABLE_WORDS: Mapping[str, str] = {
    "deals": "a list of deals",
    "leads": "a list of leads",
    "stage_history": "stage dates of deals",
    "funnel_counts": "visitors and leads per month",
    "subscriptions": "subscriptions",
    "invoices": "invoices",
    "orders": "orders",
    "payments": "payments",
    "mrr": "MRR by customer and month",
    "revenue_by_month": "revenue by month",
    "customers": "a customer list",
    "products": "a product list",
    "spend": "what marketing and selling cost",
    "team": "a team list",
    "nps": "answers to the recommendation question",
    "cash": "the bank balance by month",
    "forecast_snapshots": "what sellers forecast, deal by deal",
    "answers": "the twelve numbers",
}
SETTING_WORDS: Mapping[str, str] = {
    "gross_margin": "the gross margin",
    "profit_margin": "the profit margin",
    "headcount": "the number of people in the company",
    "goal": "a revenue goal with its month",
}


@functools.cache
def catalogue() -> Mapping[str, Provider]:
    """Everything the facts and derive rooms offer."""
    return providers(revcore.facts, revcore.derive)


def asker(dataset: Dataset, settings: Settings, **values: Any) -> Asker:
    """Answers every name from a dataset and settings; what is missing is a reason."""
    known: dict[str, Any] = {
        name: dataset.tables.get(name) or NotComputable(f"Needs {words}.", needs=(name,))
        for name, words in TABLE_WORDS.items()
    }
    for name, words in SETTING_WORDS.items():
        value = getattr(settings, name)
        known[name] = (
            value
            if value is not None
            else NotComputable(f"Needs {words}.", needs=(f"settings.{name}",))
        )
    scales = {name: table.scale.get("amount", 0) for name, table in dataset.tables.items()}
    for name, table in dataset.tables.items():
        scales |= {f"{name}.{column}": scale for column, scale in table.scale.items()}
    return Asker(
        catalogue(),
        {
            **known,
            "scales": scales,
            "recipe": settings.recipe,
            "profile": settings.profile,
            "discount_rate": settings.discount_rate,
            "currency": dataset.currency,
            "capacity_said": settings.capacity,
            "mask": settings.mask,
            "deals_complete": settings.deals_complete,
            "stage_order": tuple(
                dict.fromkeys(one for fix in settings.file for one in fix.stage_order)
            ),
            "customer_names": dataset.customers,
            "span": None,
            **values,
        },
    )


def find_as_of(dataset: Dataset, settings: Settings) -> AsOf:
    """The last month counted (see :func:`revcore.derive.as_of.last_complete_month`)."""
    ask = asker(dataset, settings)

    def edges(name: str) -> list[int]:
        table = dataset.table("subscriptions")
        return [day for day in days_said(table, name) if day >= 0] if table else []

    days = told_days(edges("start"), edges("end"))
    sheet = known(ask, "mrr_sheet_months", "month") or known(ask, "stated_months", "month")
    typed = dataset.table("answers")
    fixed = parse_month(settings.as_of) if settings.as_of else None
    if fixed is None and typed is not None and len(dataset.tables) == 1:
        fixed = typed_month(ask)
    return last_complete_month(
        ask("event_days"), sheet_months=sheet, subscription_days=days, fixed=fixed
    )


def known(ask: Asker, fact: str, name: str) -> list[int]:
    """Each day or month that a fact has, once; none where there is no such fact."""
    try:
        return [int(value) for value in ask(fact)[name].unique() if value >= 0]
    except NotComputable:
        return []


def typed_month(ask: Asker) -> int | None:
    """The month in which the twelve numbers were typed, where the file says it."""
    try:
        return int(ask("typed_period"))
    except NotComputable:
        return None


def headline_window(dataset: Dataset, ask: Asker, month: int) -> Window:
    """The twelve months to the as-of month, or as many as the files have where they begin later.

    The twelve numbers typed by hand are those of a year.
    """
    year = Window(month - 11, month)
    if dataset.table("answers"):
        return year
    days, table = known(ask, "event_days", "day"), dataset.table("subscriptions")
    days += days_said(table, "start") if table else []
    first = [month_of_day(min(days))] if days else []
    first += known(ask, "mrr_sheet_months", "month") + known(ask, "stated_months", "month")
    return Window(max(year.start, min([month, *first])), month) if first else year


def days_said(table: Table, name: str) -> list[int]:
    """Each day that a column says, once, whichever engine holds it."""
    if not table.has(name):
        return []
    said = nw.from_native(table.frame, eager_only=True)[name].drop_nulls().unique()
    return [int(day) for day in said.to_list()]


def business_model(dataset: Dataset, settings: Settings) -> list[Model]:
    """What was said, else what the tables look like."""
    if settings.business_model:
        return list(settings.business_model)
    if dataset.table("subscriptions") or dataset.table("mrr"):
        return ["subscription"]
    if dataset.table("orders"):
        return ["orders"]
    invoices = dataset.table("invoices")
    if invoices is not None and invoices.has("period_start"):
        return ["subscription"]
    return ["projects"] if invoices is not None else []


def as_counted(dataset: Dataset, settings: Settings | None = None) -> Dataset:
    """The dataset as it stood at the end of the as-of month: deals created later are set aside."""
    try:
        found = find_as_of(dataset, settings or dataset.settings)
    except NotComputable:
        return dataset
    return without_later_deals(dataset, found.month)


def analyse(dataset: Dataset, settings: Settings | None = None) -> Scorecard:
    """Compute everything once: readings, breakdowns and series, with reasons where there is none.

    The same dataset and settings give the same document, byte for byte.
    """
    settings = settings or dataset.settings
    models = business_model(dataset, settings)
    questions, notices = list(dataset.questions), list(dataset.notices)
    try:
        found = find_as_of(dataset, settings)
    except NotComputable as reason:
        notices.append(Notice(id="no_dates", text=str(reason)))
        found = AsOf(0, 0)
    else:
        dataset = without_later_deals(dataset, found.month)
    notices += found.notices
    questions += found.questions
    month = found.month or NO_MONTH
    ask = asker(dataset, settings, as_of=month, last_month=month, business_model=models)
    card_readings = readings(ask, settings, models, dataset.currency)
    diagnosed = diagnosis(ask, card_readings, models, dataset.currency)
    for one in card_readings.values():
        one.forget()
    notices += said(ask)
    questions += asked(ask, settings)
    main = headline_window(dataset, ask, found.month)
    card = Scorecard(
        company=settings.company,
        currency=dataset.currency,
        business_model=models,
        as_of=month_label(found.month) if found.month else None,
        window=str(main) if found.month else None,
        recipe=settings.recipe.model_dump(),
        files=list(dataset.files),
        questions=sorted(questions, key=lambda question: question.id),
        notices=sorted(notices, key=lambda notice: (notice.id, notice.file or "")),
        readings=card_readings,
        breakdowns=breakdowns(ask, settings),
        series=by_segment(ask, drawn(ask)),
        forecast=outlook(ask),
        findings=without_sellers(diagnosed.findings, owner_alias(ask) if settings.mask else {}),
        blind=diagnosed.blind,
        levers=diagnosed.levers,
        growth_state=diagnosed.growth_state,
    )
    card = remarked(card, settings)
    if not settings.nda:
        return card
    return planned(nda.applied(card, dataset, owner_alias(ask)), settings)


def owner_alias(ask: Asker) -> Mapping[str, str]:
    """Masked names of sellers; none where no deal names one."""
    try:
        found: Mapping[str, str] = ask("owner_alias")
    except NotComputable:
        return {}
    return found


def drawn(ask: Asker) -> dict[str, Series]:
    """Every series that charts draw."""
    out = {}
    for name, maker in revcore.derive.series.catalogue().items():
        try:
            out[name] = _series.finished(maker, ask.call(maker.provider))
        except NotComputable as reason:
            out[name] = _series.absent(maker, str(reason))
    return out


def said(ask: Asker) -> list[Notice]:
    """What the reader must know about the history behind the figures."""
    out: list[Notice] = []
    for name, provider in catalogue().items():
        if name.endswith("_notices"):
            try:
                out += ask.call(provider)
            except NotComputable:
                continue
    return out


def asked(ask: Asker, settings: Settings) -> list[Question]:
    """What a person could add to unlock measures or comparisons."""
    out = []
    if settings.profile.market is None or settings.profile.sector is None:
        out.append(
            Question(
                id="profile",
                text="Whom should we compare you with? Say whether you sell to businesses or "
                "consumers, and in which sector.",
                choices=["b2b software", "b2b services", "b2c ecommerce", "other"],
            )
        )
    try:
        ask("margin")
    except NotComputable:
        out.append(
            Question(
                id="gross_margin",
                text="What is your gross margin: of every 100 of sales, how much is left after the "
                "direct cost of delivering them?",
            )
        )
    return out


@dataclass(frozen=True)
class UnderRecipe:
    """One measure by one definition: a value with its 80 % range, or the reason for none."""

    recipe: Recipe
    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str | None = None


def under_recipes(
    dataset: Dataset, settings: Settings | None = None, ids: Iterable[str] | None = None
) -> dict[str, list[UnderRecipe]]:
    """Measures by every named definition (:data:`RECIPES`), and by one's own where it is another.

    Parameters
    ----------
    ids
        Measures to compare; those that depend on the recipe when left out.
    """
    settings = settings or dataset.settings
    try:
        month = find_as_of(dataset, settings).month
    except NotComputable:
        return {}
    models = business_model(dataset, settings)
    ask = asker(dataset, settings, as_of=month, last_month=month, business_model=models)
    recipes = list(RECIPES.values())
    if settings.recipe not in recipes:
        recipes.append(settings.recipe)
    chosen = on_recipe(ask) if ids is None else ids
    children = [(recipe, ask.child(recipe=recipe)) for recipe in recipes]
    return {
        name: [_under(recipe, child, metrics()[name].provider) for recipe, child in children]
        for name in chosen
    }


def on_recipe(ask: Asker) -> list[str]:
    """Measures whose definition depends on the recipe."""
    return [
        name
        for name, measure in metrics().items()
        if any("recipe" in ask.roots(need.name) for need in measure.provider.needs)
    ]


def _under(recipe: Recipe, ask: Asker, wanted: Provider) -> UnderRecipe:
    try:
        found = ask.call(wanted)
    except NotComputable as reason:
        return UnderRecipe(recipe, None, reason=str(reason))
    around = found.interval
    low, high = (around.low, around.high) if around else (None, None)
    return UnderRecipe(recipe, found.value, low, high)
