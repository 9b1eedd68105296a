"""1 Perspective: where does your growth come from, and where does it get stuck?

Needs: a CRM, billing or shop export.
Icon: visibility
"""

from revcore.ui import perspective_beliefs, perspective_page, session, show

card = session.loaded()

show.title(card, "1 Perspective")
if perspective_page.shown(card):
    perspective_page.answer(card)
    perspective_page.reveal(card)
    perspective_page.bow_tie(card)
    perspective_page.growth(card)
    perspective_page.goal(card)
    perspective_page.compared(card)
    perspective_page.hide()
else:
    perspective_page.ask(card)
perspective_beliefs.assessment(card)
perspective_beliefs.not_in_files()
perspective_beliefs.chief(card)
