"""Growth & forecast: where is revenue going, and how sure is that?

Needs: a billing or shop export that reaches back a year.
Icon: trending_up
"""

from revcore.ui import session, show

card = session.loaded()

show.title(card, "Growth & forecast")
show.verdict(card, "growth")
show.charts(card, "growth")
show.group(card, "growth", "How revenue moves")
