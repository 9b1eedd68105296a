"""Customer value: what is a customer worth, and how sure is that?

Needs: subscriptions, invoices or orders, and the gross margin.
Icon: payments
"""

from revcore.ui import filters, session, show

card = session.loaded()

show.title(card, "Customer value")
chosen = filters.bar(card, "value", "clv_to_cac")
show.verdict(card, "value", "clv_to_cac")
show.group(card, "value")
show.charts(card, "value", chosen)
show.breakdowns(card, "clv")
