"""Data: what was read from each file, and what was set aside?

Needs: a CRM, billing, shop or spend export.
Icon: table_view
"""

import streamlit as st

from revcore.ui import data_page, session

if session.scorecard() is None and session.opened() is not None:
    st.title("Your data", anchor=False)
    data_page.problems()
    data_page.unread()
    st.stop()

card = session.loaded()
dataset = session.dataset()

st.title("Your data", anchor=False)
st.markdown("Every row is either used or set aside with its reason; totals agree with the files.")
data_page.problems()
data_page.about_you()
data_page.questions(card)
data_page.files(card, dataset)
data_page.set_aside(dataset)
data_page.notices(card)
