"""Slow lead follow-up."""

from revcore.derive.answered_leads import AnsweredLeads
from revcore.derive.intervals import jeffreys_draws, rng
from revcore.diagnosis.patterns._pattern import Signs, Stake, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.words import counted

HOUR = 60.0
NEVER = 0.20
"""Leads never answered; 23% was usual in an audit of 2,241 firms."""
FALLS = 0.90
"""Late leads come less than so far as early ones; what answering sooner may bring at the least."""


@pattern(
    title="We answer too late",
    order=17,
    family="leads",
    min_data="100 leads with the time they came in and were first answered",
    moves=("answer_within_hour", "routing_rota"),
    fields=("leads.created", "leads.responded"),
    chart="conversion_by_wait",
    lever="sql_to_opportunity",
    rows="leads_created",
)
def slow_follow_up(answered_leads: AnsweredLeads, growth_state: GrowthState | None = None) -> Signs:
    """Half of those who ask wait for more than an hour, and who waits long comes less far.

        median wait > 1 hour or never answered > 20%,
        and reached the next stage: late ÷ early < 0.9 among leads alike

    Waits are those of twelve months; how far leads come is said by up to two years of them, each
    with a month’s time. Early and late are the quarters answered soonest and latest; leads alike
    share source, segment, and weekday or weekend. Those never answered count for the wait, not for
    how far late ones come. A tenth is a house estimate. One hour: firms that tried within it were
    about seven times as likely to qualify a lead (Oldroyd et al. 2011).
    """
    found = answered_leads
    never = jeffreys_draws(found.never, found.count, 2000, rng("never", [found.never, found.count]))
    slow = (found.median_draws > HOUR) | (never > NEVER)
    evidence = [
        say(f"Half of the leads waited longer than {wait(middle(found))} for a first answer."),
        say(f"Of those answered within about {wait(found.fast_hours * HOUR)} "
            f"{found.fast * 100:.0f} of 100 became {found.what}; after about "
            f"{wait(found.slow_hours * HOUR)}, {found.slow * 100:.0f}."),
    ]  # fmt: skip
    return Signs(
        p=together(slow, found.ratio_draws < FALLS),
        evidence=[*evidence, *untouched(found)],
        trap=best_first(found),
        stake=sooner(growth_state),
        n=found.count,
        window=str(found.window),
    )


def middle(found: AnsweredLeads) -> float:
    """Median wait of all [minutes]; the longest one seen where more than half still wait."""
    place = min(found.count // 2, len(found.minutes) - 1)
    return float(found.minutes[place])


def wait(minutes: float) -> str:
    """A wait as people say it.

    >>> wait(45), wait(60), wait(90), wait(2000), wait(0)
    ('45 minutes', '1 hour', '1.5 hours', '33 hours', '1 minute')
    """
    if minutes < HOUR:
        whole = max(round(minutes), 1)
        return "1 minute" if whole == 1 else f"{whole} minutes"
    hours = minutes / HOUR
    if hours >= 72:
        return f"{hours / 24:.0f} days"
    said = f"{hours:.0f}" if hours >= 10 else f"{hours:.1f}".removesuffix(".0")
    return "1 hour" if said == "1" else f"{said} hours"


def untouched(found: AnsweredLeads) -> list[Evidence]:
    """A sentence on those nobody answered."""
    if found.never == 0:
        return []
    share = found.never / found.count * 100
    was = "1 was" if found.never == 1 else f"{found.never:,} were"
    return [say(f"{was} never answered: {share:.0f} of 100.")]


def best_first(found: AnsweredLeads) -> Trap:
    """Sellers may answer the best leads first; then being good makes them fast."""
    if found.strata < 2:
        return trap(None, "The leads do not say where they came from: perhaps the best are "
                    "answered first.")  # fmt: skip
    return trap(True, "It is not that better sources or weekdays are answered first: "
                f"{counted(found.compared, 'lead')} {'is' if found.compared == 1 else 'are'} "
                f"compared within {counted(found.strata, 'group')} of the same source, segment "
                "and part of the week.")  # fmt: skip


def sooner(state: GrowthState | None) -> Stake | None:
    """The step after the first answer, by what answering within the hour may bring."""
    names = ("mql_to_sql", "sql_to_opportunity", "lead_to_opportunity", "opportunities")
    name = next((one for one in names if state is not None and one in state.inputs), None)
    return of_move(name, "answer_within_hour") if name else None
