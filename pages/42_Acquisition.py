"""Acquisition: what does a new customer cost, and does it pay back?

Needs: what marketing and selling cost, and a list of customers or deals.
Icon: campaign
"""

from revcore.ui import filters, session, show

card = session.loaded()

show.title(card, "Acquisition")
chosen = filters.bar(card, "acquisition")
show.verdict(card, "acquisition")
show.group(card, "acquisition")
show.charts(card, "acquisition", chosen)
show.breakdowns(card, "cac_by_channel")
show.breakdowns(card, "clv_to_cac")
