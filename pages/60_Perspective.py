"""1 Perspective: where does your growth come from, and where does it get stuck?

Needs: a CRM, billing or shop export.
Icon: visibility
"""

from revcore.ui import (
    guesses,
    perspective_beliefs,
    perspective_chief,
    perspective_page,
    session,
    show,
)

card = session.loaded()

show.title(card, "1 Perspective")
if guesses.shown(card):
    perspective_page.answer(card)
    perspective_page.reveal(card)
    perspective_page.bow_tie(card)
    perspective_page.growth(card)
    perspective_page.goal(card)
    perspective_page.compared(card)
    guesses.hide()
else:
    guesses.ask(card)
perspective_beliefs.assessment(card)
perspective_chief.not_in_files()
perspective_chief.chief(card)
