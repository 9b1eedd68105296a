"""What a new customer is worth, by kind of company."""

from __future__ import annotations

from collections.abc import Sequence

from revcore.derive.contractual import ClvEstimate
from revcore.derive.lifetimes import Lifetimes
from revcore.derive.margin import Margin
from revcore.derive.subscription_value import Paying, WithExpansion
from revcore.derive.value import Worth
from revcore.errors import NotComputable
from revcore.registry import REASON, provider


@provider
def customer_value(
    business_model: Sequence[str],
    subscriber_value: ClvEstimate | NotComputable = REASON,
    buyer_value: Worth | NotComputable = REASON,
    project_value: Worth | NotComputable = REASON,
    paying: Paying | None = None,
    value_with_expansion: WithExpansion | None = None,
    margin: Margin | None = None,
    lifetimes: Lifetimes | None = None,
) -> Worth:
    """Value of a customer by kind of company: subscribers, buyers, clients with projects."""
    if isinstance(subscriber_value, NotComputable):
        if "subscription" in business_model:
            raise subscriber_value
        other = project_value if "projects" in business_model else buyer_value
        if isinstance(other, NotComputable):
            raise other
        return other
    assert paying is not None
    assert margin is not None
    assert lifetimes is not None
    return of_subscriber(subscriber_value, paying, value_with_expansion, margin, lifetimes)


def of_subscriber(
    found: ClvEstimate,
    paying: Paying,
    growing: WithExpansion | None,
    margin: Margin,
    lifetimes: Lifetimes,
) -> Worth:
    """The value of a subscriber with what it rests on and what stands beside it."""
    inputs: dict[str, float | int | str] = {
        "arpa": paying.mean.value, "arpa_of": paying.whose, "gross_margin": margin.value,
        "margin_from": margin.source, "left": found.events, "customer_months": found.exposure,
        "churn_monthly": found.churn, "basis": found.kind, "oldest_age_months": found.oldest,
    }  # fmt: skip
    note = f"Worth in its first {found.horizon} months, at what {paying.whose} pay, discounted."
    if found.parts:
        inputs |= {
            f"{'yearly' if length > 1 else 'monthly'}_contracts_left": part.events
            for length, part in found.parts.items()
        }
        note = f"{note} Monthly and yearly contracts have a curve each."
    if growing is not None:
        inputs |= {"with_expansion": growing.value, "expansion_a_year": growing.drift}
        if growing.drift > 0:
            note = (
                f"{note} Without expansion: if those who stay grew for two more years as in the "
                f"last one, it would be {growing.value / found.value:.2f} times as much."
            )
    return Worth(
        found.value, found.draws, lifetimes.customers, found.horizon, lifetimes.window,
        found.method, f"{note} {found.note}".strip(), inputs,
    )  # fmt: skip
