"""The marketing–sales agreement: volumes computed back from the goal, and both sides’ promises."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from revcore.calendar import parse_month
from revcore.derive.simulate import today
from revcore.diagnosis_parts import Agreement, AgreementStep, GrowthState
from revcore.model import Reading, Scorecard, Unit
from revcore.words import counted, share_words, value_words

YEAR = 12
PROMISED_HOURS = 1.0
"""First answer: whoever answers within the hour reaches a decision maker far more often
(Oldroyd, McElheran & Elkington 2011, Harvard Business Review 89(3))."""
REJECTIONS = (
    "outside the profile",
    "no need that we solve",
    "nobody who decides, or no money this year",
    "not reached after six tries in ten working days",
    "double, student, applicant or competitor",
)
"""House list: short enough that everybody uses it, and none of them is “other”."""


@dataclass(frozen=True)
class Needed:
    """What new business has to bring for the goal.

    Parameters
    ----------
    goal, known, base
        Revenue of the goal's twelve months; of it already earned, and what today's customers will
        bring [money]. ``kept`` is the part of ``base`` without expansion.
    months
        From the month after the last counted one to the goal's.
    wins
        New customers or deals a month.
    """

    goal: float
    by: str
    known: float
    kept: float
    base: float
    months: int
    wins: float

    @property
    def open_revenue(self) -> float:
        """What neither the past nor today's customers bring; never below nothing [money]."""
        return max(0.0, self.goal - self.known - self.base)


def needed(card: Scorecard) -> Needed | str:
    """Wins a month that the goal asks for, or why that cannot be said.

    Projects: all revenue comes through deals, so wins = (goal − known) / months / deal. For
    subscriptions today's base shrinks or grows by r = 1 − churn − contraction + expansion a month,
    and each month's new MRR lives on by the same r::

        wins = (goal − known − Σ base · r^t) / (Σ over t of Σ over s ≤ t of r^(t−s)) / new_mrr

    t runs over the months of the goal's year that are still to come.
    """
    state, goal = card.growth_state, card.settings.get("goal")
    if not goal:
        return "Needs a revenue goal with its month: say it on the Data page, under the company."
    if state is None or card.as_of is None:
        return "Needs deals with their outcome: no volume can be computed back without a win rate."
    by, months = str(goal["by"]), parse_month(str(goal["by"])) - parse_month(card.as_of)
    if months <= 0:
        return f"The goal’s month, {by}, has passed: set the next one on the Data page."
    gap = card.readings.get("goal_gap")
    known = float(gap.inputs.get("known") or 0.0) if gap else 0.0
    target = float(goal["revenue"])
    ahead = range(max(1, months - YEAR + 1), months + 1)
    if state.engine == "projects":
        each = level(state, "deal_value")
        if not each:
            return "Needs the amount of won deals."
        wins = max(0.0, target - known) / len(ahead) / each
        return Needed(target, by, known, 0.0, 0.0, months, wins)
    if state.engine == "orders":
        return "Needs no hand-over: a shop’s buyers come without a seller."
    each = level(state, "new_mrr") or level(state, "new_customer_mrr")
    if not each:
        return "Needs what a new customer pays a month."
    stays = 1 - level(state, "churn") - level(state, "contraction")
    rate = stays + level(state, "expansion")
    base = sum(state.base * rate**t for t in ahead)
    lives = sum(rate ** (t - s) for t in ahead for s in range(1, t + 1))
    wins = max(0.0, target - known - base) / lives / each
    return Needed(target, by, known, sum(state.base * stays**t for t in ahead), base, months, wins)


def level(state: GrowthState, name: str) -> float:
    """An input's value; nought where it is not known."""
    return state.inputs[name].value if name in state.inputs else 0.0


def agreement(card: Scorecard) -> Agreement:
    """What both sides promise; without a goal everything but the volumes."""
    if card.growth_state is not None and card.growth_state.engine == "orders":
        return Agreement(
            reason="Buyers come without a seller here: marketing hands nothing over to sales."
        )
    found = needed(card)
    steps = volumes(card, found) if isinstance(found, Needed) else []
    hours = card.readings.get("lead_response_hours")
    now = hours.value if hours else None
    promised = PROMISED_HOURS if now is None else min(PROMISED_HOURS, now)
    said = isinstance(found, Needed)
    return Agreement(
        goal=found.goal if isinstance(found, Needed) else None,
        open_revenue=found.open_revenue if isinstance(found, Needed) else None,
        by=found.by if isinstance(found, Needed) else None,
        months=found.months if isinstance(found, Needed) else None,
        steps=steps,
        qualified_lead=qualified(card),
        follow_up_now=now,
        follow_up_hours=promised,
        rejection_reasons=list(REJECTIONS),
        marketing=marketing(steps),
        sales=sales(steps, promised),
        notes=notes(steps, card.readings, card.growth_state) if said else [str(found)],
    )


# ---------------------------------------------------------------- volumes
def volumes(card: Scorecard, found: Needed) -> list[AgreementStep]:
    """From wins back to leads, as far as rates are known; a month each.

    Only the share of opportunities that comes from leads is asked of leads.
    """
    state = card.growth_state
    if state is None:
        return []
    rate, made = level(state, "win_rate"), level(state, "opportunities")
    if not rate:
        now = level(state, "new_customers")
        return [AgreementStep(id="won", title="New customers", now=now, needed=found.wins)]
    back = [AgreementStep(id="won", title="Won", now=made * rate, needed=found.wins)]
    back.append(
        AgreementStep(
            id="opportunities", title="Opportunities", now=made, needed=found.wins / rate, rate=rate
        )
    )
    chain = (
        ("sql", "Accepted (SQL)", "sql_to_opportunity"),
        ("mql", "Qualified (MQL)", "mql_to_sql"),
        ("leads", "Leads", "lead_to_mql"),
    )
    share = level(state, "lead_share")
    for name, title, step in chain:
        rate = level(state, step)
        if not rate or not share:
            break
        last = back[-1]
        part = share if last.id == "opportunities" else 1.0
        now, needed = last.now * part / rate, last.needed * part / rate
        back.append(AgreementStep(id=name, title=title, now=now, needed=needed, rate=rate))
    return [*straight(state, back), *back[::-1]]


def straight(state: GrowthState, back: list[AgreementStep]) -> list[AgreementStep]:
    """Leads without stages of their own: from the deals, else from the wins, that begin as one."""
    share = level(state, "lead_share")
    for name, target in (("lead_to_opportunity", "opportunities"), ("lead_to_won", "won")):
        rate, last = level(state, name), step_of(back, target)
        if rate and share and last is not None:
            now, needed = last.now * share / rate, last.needed * share / rate
            return [AgreementStep(id="leads", title="Leads", now=now, needed=needed, rate=rate)]
    return []


def step_of(steps: Sequence[AgreementStep], name: str) -> AgreementStep | None:
    """One step by id."""
    return next((one for one in steps if one.id == name), None)


def a_month(volume: float) -> str:
    """A volume a month as people say it.

    >>> a_month(83.4), a_month(4.26), a_month(0.04)
    ('83', '4.3', 'less than 0.1')
    """
    if 0 < volume < 0.05:
        return "less than 0.1"
    return f"{volume:,.0f}" if volume >= 10 or volume == round(volume) else f"{volume:.1f}"


# ---------------------------------------------------------------- sentences
def qualified(card: Scorecard) -> list[str]:
    """When a lead is qualified: four things that anybody can check, all of them."""
    rows = card.breakdowns.get("win_rate", {}).get("segment", [])
    best = [f"“{row.key}”" for row in rows if row.against == "above"]
    fit = f"; you win more often among {' and '.join(best)}" if best else ""
    return [
        f"It fits the profile: kind of company, size and country are written down{fit}.",
        "It has a need we solve, noted in its own words.",
        "It asked for a talk or agreed to one.",
        "It can be reached: a name, a company, and an e-mail or a telephone number.",
    ]


def marketing(steps: list[AgreementStep]) -> list[str]:
    """What marketing promises."""
    said = []
    handed = step_of(steps, "mql") or step_of(steps, "leads")
    if handed:
        kind = "qualified leads" if handed.id == "mql" else "leads"
        said.append(
            f"Hands over {a_month(handed.needed)} {kind} a month; today it is "
            f"{a_month(handed.now)}."
        )
    accepted = step_of(steps, "mql")
    if accepted and accepted.rate:
        part = share_words(accepted.rate, "leads handed over")
        said.append(f"Answers for their quality: sales accepts {part}, as today, or more.")
    return [
        *said,
        "Hands nothing over that does not meet the definition, and fills in where it came from.",
        "Looks at every rejection reason once a week with sales.",
    ]


def sales(steps: list[AgreementStep], hours: float) -> list[str]:
    """What sales promises."""
    said = [
        f"Answers within {hour_words(hours)} of working time.",
        "Accepts or rejects within two working days, with one of the reasons below.",
        "Tries six times in ten working days before it gives a lead back.",
    ]
    made = step_of(steps, "opportunities")
    if made and made.rate:
        said.append(
            f"Opens {a_month(made.needed)} "
            f"{'opportunity' if a_month(made.needed) == '1' else 'opportunities'} a month "
            f"(today {a_month(made.now)}) and wins {value_words(made.rate, Unit.RATIO)} of them, "
            "as today, or more."
        )
    return said


def hour_words(hours: float) -> str:
    """A time to answer.

    >>> hour_words(1.0), hour_words(0.25), hour_words(3.5), hour_words(0.0), hour_words(144.0)
    ('an hour', '15 minutes', '3.5 hours', 'a minute', '6 days')
    """
    if hours == 1:
        return "an hour"
    if hours < 1:
        minutes = max(1, round(hours * 60))
        return "a minute" if minutes == 1 else f"{minutes} minutes"
    return f"{hours:.2g} hours" if hours < 48 else f"{hours / 24:,.0f} days"


def notes(
    steps: list[AgreementStep], readings: Mapping[str, Reading], state: GrowthState | None
) -> list[str]:
    """What the volumes rest on, and why the forecast and Path may say otherwise."""
    won, win_rate, gap = step_of(steps, "won"), readings.get("win_rate"), readings.get("goal_gap")
    said = []
    if won and won.needed <= won.now:
        said.append("Today’s pace carries the goal: the volumes are what must not be lost.")
    elif won:
        part = f"{won.needed / won.now:.1f} times today’s wins" if won.now else "wins from nothing"
        said.append(f"The goal asks for {part} from the first month on, at today’s rates.")
    if won and gap and gap.value is not None and (gap.value <= 0) != (won.needed <= won.now):
        side = "past the goal" if gap.value <= 0 else "short of the goal"
        said.append(
            f"The forecast on 1 Perspective ends {side}: it carries on how sales have grown so "
            "far, while these volumes are a month as it is today, over and over."
        )
    if len(steps) > 1:
        beyond = carried(state, steps)
        said.append(f"“Today” is what an average month brings at today’s rates{beyond}.")
    if win_rate is not None and win_rate.n:
        said.append(f"The win rate rests on {counted(win_rate.n, 'closed deal')}.")
    said.append("The number of tries and the days to accept are house estimates.")
    return said


def carried(state: GrowthState | None, steps: Sequence[AgreementStep]) -> str:
    """Where Path begins, if growth has brought leads or opportunities beyond an average month’s.

    >>> from revcore.diagnosis_parts import Quantity
    >>> inputs = {"opportunities": Quantity(value=40), "growth": Quantity(value=0.01)}
    >>> state = GrowthState(engine="projects", inputs=inputs)
    >>> made = AgreementStep(id="opportunities", title="Opportunities", now=40, needed=50)
    >>> carried(state, [made]), carried(None, [])
    ('; Path begins with more opportunities (43 a month), as growth has brought them', '')
    """
    more: list[str] = []
    for name in ("leads", "opportunities"):
        if state is None or step_of(steps, name) is None:
            continue
        now, mean = a_month(today(state, name)), a_month(level(state, name))
        if now != mean and mean != "0":
            more.append(f"{name} ({now}{' a month' if not more else ''})")
    if not more:
        return ""
    return f"; Path begins with more {' and '.join(more)}, as growth has brought them"
