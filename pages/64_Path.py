"""3 Path: what would pay most, what if several things changed at once, and what comes first?

Needs: a CRM, billing or shop export that reaches back a year.
Icon: alt_route
"""

from revcore.ui import path_page, path_scenarios, path_sliders, session, show

card = session.loaded()

show.title(card, "3 Path")
path_page.answer(card)
path_page.worth(card)
path_sliders.by_hand(card)
path_page.moves(card)
path_scenarios.compared(card)
path_scenarios.hinges(card)
