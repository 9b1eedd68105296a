"""Funnel: where do the people who could buy drop out?

Needs: a CRM export of deals, or leads and visitors per month.
Icon: filter_alt
"""

from revcore.ui import session, show

card = session.loaded()

show.title(card, "Funnel")
show.verdict(card, "funnel", "sales")
show.group(card, "funnel", "From visitor to customer")
show.charts(card, "funnel")
show.group(card, "sales", "Deals")
show.breakdowns(card, "win_rate")
