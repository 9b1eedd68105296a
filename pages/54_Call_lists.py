"""Call lists: whom should we call this week, and why?

Needs: a CRM, billing or shop export with names.
Icon: call
"""

import streamlit as st

from revcore.ui import calls, session, show

card = session.loaded()

show.title(card, "Call lists")
st.markdown(
    "People to call, with the money behind each and the reason. Only you see this page: the lists "
    "are in no report, no link and no saved document."
)
calls.lists(card)
