"""Customer concentration."""

from revcore.derive.concentration import Concentration
from revcore.diagnosis.patterns._pattern import Signs, enough, pattern, say, trap

MUCH = 0.20
"""Share of one customer at which brokers and lenders begin to mark a company down."""


@pattern(
    title="Too much with one customer",
    order=33,
    kind="context",
    family="concentration",
    min_data="revenue by customer",
    moves=("second_sponsor", "longer_term_for_largest", "grow_the_rest"),
    fields=("subscriptions", "orders", "invoices"),
)
def customer_concentration(concentration: Concentration) -> Signs:
    """One customer carries so much revenue that losing it would hurt the company.

        largest customer ≥ 20 % of revenue

    Counted in full: there is no chance in it. Brokers read 20–30 % as high and above 30 % as very
    high. A customer under two names counts twice as small: merge alike names first.
    """
    enough(concentration.customers, 2, "customers")
    share = concentration.largest / concentration.total
    share_words = f"{share:.0%}" if share >= 0.01 else "less than 1%"
    evidence = [
        say(f"Your largest customer brings {share_words} of revenue: {{largest}} of {{total}}.",
            largest=concentration.largest, total=concentration.total),
        say(f"{concentration.customers} customers paid in this window."),
    ]  # fmt: skip
    return Signs(
        p=float(share >= MUCH),
        evidence=evidence,
        trap=trap(True, "Groups of companies under several names would raise the share further."),
        n=concentration.customers,
        window=str(concentration.window) if concentration.window else None,
    )
