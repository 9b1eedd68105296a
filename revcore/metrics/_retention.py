"""What net and gross revenue retention say beside their value."""

from __future__ import annotations

from dataclasses import replace

from revcore.derive.intervals import Floats
from revcore.derive.months import Base, a_year
from revcore.metrics._metric import Estimate
from revcore.words import counted

YEAR = 12


def beside(found: Estimate, base: Base, closing: Floats) -> Estimate:
    """The same with the figure without the largest customer, and as a rate of a year.

    A window of other than twelve months is never stretched to twelve in the value itself. Where
    exchange rates moved, by how much is said.
    """
    inputs = dict(found.inputs)
    notes = []
    rest = base.without_largest(closing)
    if rest is not None:
        inputs["without_the_largest_customer"] = rest
        notes.append(f"Without the largest customer: {100 * rest:.1f}%.")
    fx = float(inputs.get("fx") or 0)
    if round(fx):
        moved = "added" if fx > 0 else "took away"
        notes.append(
            f"Counted at the exchange rates of the opening; {abs(fx):,.0f} that rates {moved} "
            "since is left out."
        )
    if base.window.months != YEAR:
        yearly = a_year(found.value, base.window.months)
        inputs["as_a_rate_of_a_year"] = yearly
        over = counted(base.window.months, "month")
        notes.append(f"Over {over}; twelve like these would leave {100 * yearly:.1f}%.")
    return replace(found, inputs=inputs, note=" ".join(notes))
