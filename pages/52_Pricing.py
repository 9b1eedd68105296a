"""Pricing: what is given away, and how much room is there?

Needs: list prices in the CRM or a price list, orders with discounts, or subscriptions with plans.
Icon: sell
"""

from revcore.ui import pricing, session, show

card = session.loaded()

show.title(card, "Pricing")
show.verdict(
    card, "average_discount", "quarter_end_share", "quarter_end_discount_gap", "price_loss_share"
)
pricing.break_even(card)
show.measures(
    card, "average_discount", "quarter_end_share", "quarter_end_discount_gap", "price_loss_share",
    "win_rate_value", "arpa",
)  # fmt: skip
show.charts(card, "pricing")
show.breakdowns(card, "average_discount")
