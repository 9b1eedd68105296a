"""Funnel: where do the people who could buy drop out?

Needs: a CRM export of deals, or leads and visitors per month.
Icon: filter_alt
"""

from revcore.ui import session, show

card = session.loaded()

show.title(card, "Funnel")
show.verdict(card, "funnel", "sales")
show.group(card, "funnel")
show.group(card, "sales")
show.charts(card, "funnel")
show.breakdowns(card, "win_rate")
