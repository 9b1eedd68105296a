"""Data: what was read from each file, and what was set aside?

Needs: a CRM, billing, shop or spend export.
Icon: table_view
"""

import streamlit as st

from revcore.ui import data_customers, data_page, nda_page, recipe_page, request_page, session

if session.scorecard() is None and session.opened() is not None:
    st.title("Your data", anchor=False)
    data_page.problems()
    data_page.unread()
    st.stop()

dataset = session.dataset()
card = nda_page.owners(session.loaded(), dataset)

st.title("Your data", anchor=False)
data_page.summary(card)
request_page.reach(card, dataset)
data_page.problems()
data_page.questions(card)
data_page.files(card, dataset)
data_customers.same_customers(dataset)
data_page.about_you()
nda_page.switch()
recipe_page.compare(card, dataset)
data_page.clean_tables(dataset)
data_page.set_aside(dataset)
data_page.notices(card)
