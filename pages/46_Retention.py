"""Retention: do the customers we won keep paying?

Needs: a billing export: subscriptions, invoices or orders.
Icon: autorenew
"""

from revcore.ui import filters, session, show

card = session.loaded()

show.title(card, "Retention")
chosen = filters.bar(card, "retention")
show.verdict(
    card, "nrr", "grr", "logo_retention", "logo_churn_monthly", "repeat_purchase_rate",
    "same_customer_revenue",
)  # fmt: skip
show.group(card, "retention", "Who stays")
show.charts(card, "retention", chosen)
show.breakdowns(card, "logo_retention")
show.breakdowns(card, "nrr")
show.breakdowns(card, "repeat_purchase_rate")
show.breakdowns(card, "same_customer_revenue")
