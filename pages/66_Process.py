"""4 Process: who does what in the next ninety days, and how will we know that it worked?

Needs: a CRM, billing or shop export that reaches back a year.
Icon: checklist
"""

from revcore.ui import process_owners, process_page, session, show

card = session.loaded()

show.title(card, "4 Process")
process_page.answer(card)
process_page.again(card)
process_page.lines(card)
process_page.weekly(card)
process_owners.agreement(card)
process_owners.ownership(card)
