"""Happy ears in the forecast."""

import numpy as np
import pandas as pd

from revcore.derive.intervals import Floats, rng
from revcore.derive.promises import Promises
from revcore.diagnosis.patterns._pattern import SELLING, Signs, enough, pattern, say, together, trap
from revcore.diagnosis_parts import Trap
from revcore.errors import NotComputable
from revcore.model import Window

SHORT, SLIPS = 0.75, 2.0
QUARTERS, PROMISED, WON = 4, 30, 20
DRAWS = 2000


@pattern(
    title="We promise more than we close",
    order=23,
    family="forecast",
    applies=SELLING,
    min_data="four forecast quarters with 30 deals, or how often 20 won deals slipped",
    moves=("evidence_commit", "weighted_forecast"),
    fields=("forecast_snapshots", "deals.slips"),
    chart="promises_kept",
    rows="won_deals_quarters",
)
def happy_ears_forecast(
    promises: Promises | None = None,
    deal_slips: pd.DataFrame | None = None,
    deal_window: Window | None = None,
) -> Signs:
    """Of what sellers commit to for a quarter, a good part is not won in that quarter.

        won in time ÷ committed < ¾ over four quarters and more;
        where no forecasts are kept: close dates put off ≥ 2 times a won deal

    Three quarters and two are house estimates. A truer forecast earns nothing itself: it keeps
    people and cash from being planned on deals that do not come.
    """
    if promises is not None and len(promises.rounds) >= QUARTERS and promises.deals >= PROMISED:
        return promised(promises)
    if deal_slips is not None and deal_window is not None:
        return slipped(deal_slips, deal_window)
    if promises is not None:
        enough(promises.deals, PROMISED, "deals promised in forecasts")
        enough(len(promises.rounds), QUARTERS, "finished forecast quarters")
    raise NotComputable(
        "Needs old forecasts deal by deal, or how often the close date of each deal was put off.",
        needs=("forecast_snapshots", "deals.slips"),
    )


def promised(found: Promises) -> Signs:
    """From forecasts that were kept."""
    share = found.share(found.rounds)
    missed = found.deals - found.kept
    short = [one for one in found.rounds if found.share([one]) < SHORT]
    first = f"Of {found.deals:,} deals promised for {len(found.rounds)} quarters"
    none = "none was" if found.kept == 0 else "one was" if found.kept == 1 else f"{found.kept} were"
    evidence = [
        say(f"{first}, {none} won in time; {missed:,} {'was' if missed == 1 else 'were'} not.")
    ]
    if found.by_value:
        evidence.append(
            say(f"{{promised}} were promised and {{won}} of it came: {share * 100:.0f} of 100.",
                promised=found.promised, won=found.won)
        )  # fmt: skip
    evidence.append(
        say(f"{len(short)} of {len(found.rounds)} quarters fell short by a quarter and more.")
    )
    return Signs(
        p=together(found.ratio < SHORT),
        evidence=evidence,
        trap=one_quarter(found),
        n=found.deals,
        window=str(Window(found.rounds[0].month, found.rounds[-1].month)),
    )


def one_quarter(found: Promises) -> Trap:
    """Whether one bad quarter makes it."""
    rest = found.without_worst
    said = f"without the worst of them {rest * 100:.0f} of 100 promised came in time"
    if rest < SHORT:
        return trap(True, f"It is not one bad quarter: {said}.")
    return trap(False, f"One bad quarter may make it: {said}.")


def slipped(slips: pd.DataFrame, window: Window) -> Signs:
    """From how often close dates were put off."""
    closed = slips["closed"]
    mine = slips[(closed >= window.first_day) & (closed <= window.last_day) & (slips["won"] == 1)]
    times = mine["slips"].to_numpy(float)
    n = mine["n"].to_numpy(np.int64)
    total = int(n.sum())
    enough(total, WON, "won deals whose slips are counted")
    mean = float(times @ n) / total
    often = int(n[times >= SLIPS].sum())
    return Signs(
        p=together(means(times, n) >= SLIPS),
        evidence=[
            say(f"The close date of the {total:,} deals won was put off {mean:.1f} times each."),
            say(f"{often} of them slipped twice or more."),
        ],
        trap=trap(None, "The system may put dates off by itself; old forecasts would tell."),
        n=total,
        window=str(window),
    )


def means(times: Floats, n: np.ndarray) -> Floats:
    """Draws of the mean number of slips: the Bayesian bootstrap, alike deals as one."""
    drawn = rng("slips", times, n).standard_gamma(n.astype(float), (DRAWS, n.size))
    return (drawn @ times) / drawn.sum(axis=1)
