"""Full up."""

from collections.abc import Callable

from revcore.derive.deals import Deals
from revcore.derive.full_up import Plateau, Waits
from revcore.derive.intervals import Floats, jeffreys_draws, rng
from revcore.diagnosis.patterns._pattern import Signs, Stake, enough, pattern, say, together, trap
from revcore.diagnosis.patterns._stake import of_move
from revcore.diagnosis_parts import Evidence, GrowthState, Trap
from revcore.registry import Asker
from revcore.words import counted

NEAR, SLOWER, MORE, SLACK = 0.95, 1.25, 1.10, 0.10
ONE_JOB = 0.25
HALF, BEFORE, CLOSED, DRAWS = 6, 12, 10, 2000


@pattern(
    title="Full up",
    order=37,
    family="capacity",
    applies=("projects",),
    min_data="2 years of invoices with the number of the quote, 10 jobs in six months",
    moves=("raise_price_new", "add_capacity"),
    fields=("invoices.project", "deals.closed", "deals.amount"),
    chart="revenue_trend",
    lever="price",
    rows="revenue_rows",
)
def full_up(
    at: Callable[[int, int | None], Asker],
    as_of: int,
    capacity_said: str | None = None,
    growth_state: GrowthState | None = None,
) -> Signs:
    """More is sold than can be delivered: jobs wait ever longer, and price and hands come first.

        revenue of six months ≥ 95% of the best six, or sold ≥ 1.1 · delivered
        and median days from yes to the last invoice ≥ 1.25 · those of the year before
        and win rate not down by 10 points; or somebody says that the company is full

    Whoever is full gains nothing from more enquiries. All limits are house estimates.
    """
    stake = None
    if growth_state is not None and "price" in growth_state.inputs:
        stake = of_move("price", "raise_price_new")
    if capacity_said is not None:
        return as_said(capacity_said == "full", stake)
    waits, plateau = at(as_of, None)("job_waits"), at(as_of, None)("delivery_plateau")
    now, before = at(as_of, HALF)("closed_deals"), at(as_of - HALF, BEFORE)("closed_deals")
    enough(min(now.count, before.count), CLOSED, "closed deals in one of the two periods")
    noise = rng("full up", [plateau.now, plateau.error]).standard_normal(DRAWS)
    near = plateau.now + plateau.error * noise >= NEAR * plateau.most
    waiting = plateau.sold is not None and plateau.sold >= MORE * plateau.now
    return Signs(
        p=together(
            near | waiting,
            waits.slower > 1.0,
            waits.days >= SLOWER * waits.before,
            rates(now) - rates(before) > -SLACK,
        ),
        evidence=[
            say(f"From yes to the last invoice a job took {days(waits.days)} in the last six months"
                f" ({counted(waits.jobs, 'job')}), {days(waits.before)} in the year before."),
            say("{now} a month was billed in the last six months; the best six months there were "
                "brought {most} a month.", now=plateau.now, most=plateau.most),
            *sold(plateau),
            say(f"{now.wins:,} of {now.count:,} deals decided in these months were won; before, "
                f"{before.wins:,} of {before.count:,}."),
        ],
        trap=season_or_one_job(waits, plateau),
        stake=stake,
        n=waits.jobs + waits.jobs_before,
        window=str(plateau.window),
    )  # fmt: skip


def as_said(full: bool, stake: Stake | None) -> Signs:
    """What somebody of the company says of it counts more than what billing lets one guess."""
    if not full:
        told = "You say that more could be delivered than is sold now."
        return Signs(0.0, [say(told)], trap(True, "Nobody knows it better than you."))
    told = "You say that you are fully booked: more enquiries would only wait longer."
    return Signs(1.0, [say(told)], trap(True, "Nobody knows it better than you."), stake)


def days(number: float) -> str:
    """Days as words.

    >>> days(1.0), days(0.4), days(61.5)
    ('1 day', 'less than a day', '62 days')
    """
    if number < 1:
        return "less than a day"
    return "1 day" if round(number) == 1 else f"{number:,.0f} days"


def rates(deals: Deals) -> Floats:
    """Draws of the win rate of closed deals."""
    k, n = deals.wins, deals.wins + deals.losses
    return jeffreys_draws(k, n, DRAWS, rng("full up rate", [k, n]))


def sold(plateau: Plateau) -> list[Evidence]:
    """What was won meanwhile, where it is more than was billed."""
    if plateau.sold is None or plateau.sold < plateau.now:
        return []
    return [say("{sold} a month was won in the same months.", sold=plateau.sold)]


def season_or_one_job(waits: Waits, plateau: Plateau) -> Trap:
    """Whether one large job, or the time of year, looks the same."""
    if waits.largest > ONE_JOB:
        return trap(None, f"One job alone brought {waits.largest:.0%} of these months’ billing and "
                    "may hold up the others.")  # fmt: skip
    if plateau.season:
        return trap(None, "These months stood out a year ago, too: it may be the season.")
    return trap(True, "It is neither the season nor one large job: a year ago these months did not "
                "stand out, and no job is a quarter of them.")  # fmt: skip
