"""Growth & forecast: where is revenue going, and how sure is that?

Needs: a billing or shop export that reaches back a year.
Icon: trending_up
"""

from revcore.ui import growth_page, session, show

card = session.loaded()

show.title(card, "Growth & forecast")
growth_page.answer(card)
growth_page.ahead(card)
show.charts(card, "growth")
growth_page.course(card)
show.group(card, "growth", "How revenue moves")
show.breakdowns(card, "revenue")
growth_page.months(card)
