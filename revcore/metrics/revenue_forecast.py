"""Revenue forecast."""

from revcore.derive.forecast import HORIZON, Forecast
from revcore.metrics._metric import Estimate, metric
from revcore.model import Better, Pillar, Unit, Window


@metric(
    title="Revenue forecast",
    plain="What the next twelve months bring if things go on as they do",
    pillar=Pillar.STRATEGY,
    group="growth",
    unit=Unit.MONEY,
    better=Better.HIGHER,
    n_of="months of history",
    order=22,
    own="none",
    past="It looks ahead from the last month counted; what earlier forecasts were worth "
    "stands in the back-test.",
    rows="history_rows",
    source="Makridakis and others, The M4 competition (2020): averages of simple methods; "
    "Assimakopoulos & Nikolopoulos, Theta (2000)",
)
def revenue_forecast(forecast: Forecast) -> Estimate:
    """Revenue of the next twelve months, as the past goes on.

        revenue_forecast = Σ forecast of the next twelve months

    Sales of a month: the mean of exponential smoothing, Theta and the same month last year, with
    the range of its own past errors. Recurring revenue: a random walk with drift, the mean of a
    straight and a compounding course. Sales made of few large deals are simulated deal by deal. A
    forecast that did no better than plain repetition in the past gives way to it, and that is said.

    Parameters
    ----------
    forecast
        The months ahead with their ranges.

    Returns
    -------
    [money].

    Raises
    ------
    NotComputable
        Fewer than twelve complete months of sales (nine of recurring revenue), or too few deals.

    Notes
    -----
    Flows: mean of exponential smoothing, Theta and the same month last year, with a range from its
    own past errors. MRR: random walk with drift, straight and compounding. Assumes that the next
    months resemble the last ones; a back-test stands beside it, and where it does not beat the same
    month last year, that one is used.

    Examples
    --------
    >>> import numpy as np
    >>> from revcore.derive.forecast import History, of_sales
    >>> made = of_sales(History(np.full(18, 100.0), 24011, "flow", "orders"), None)
    >>> round(revenue_forecast(made).value, 6)
    1200.0
    """
    value, around = forecast.total(1, HORIZON)
    last = forecast.history.last
    inputs: dict[str, float | int | str | None] = {
        "months_of_history": len(forecast.history.y),
        "counted_from": forecast.history.source,
    }
    for months in (3, 6):
        part, range_of_it = forecast.total(1, months)
        inputs |= {
            f"next_{months}_months": part,
            f"next_{months}_months_low": range_of_it.low,
            f"next_{months}_months_high": range_of_it.high,
        }
    past = forecast.backtest
    note = ""
    if past.n:
        inputs |= {"past_forecasts": past.n, "inside_their_range": past.inside}
        note = f"{past.inside} of {past.n} past forecasts were inside their range."
    return Estimate(
        value, len(forecast.history.y), Window(last + 1, last + HORIZON), around, inputs,
        method=forecast.method, note=note,
    )  # fmt: skip
