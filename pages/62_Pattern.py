"""2 Pattern: which cycle repeats itself here, how sure is that, and what is it worth?

Needs: a CRM, billing or shop export that reaches back a year.
Icon: cycle
"""

from revcore.ui import pattern_page, session, show

card = session.loaded()

show.title(card, "2 Pattern")
pattern_page.answer(card)
pattern_page.first(card)
pattern_page.others(card)
pattern_page.context(card)
pattern_page.unseen(card)
