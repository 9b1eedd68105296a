"""Start: what do you want to look at?

Icon: home
"""

import streamlit as st

from revcore.ui import session, start_page

st.title("See where your revenue comes from, and where it leaks", anchor=False)
st.markdown(
    "Drop your spreadsheets and read, within seconds, how leads become customers, what a new one "
    "costs, what it is worth and whether it stays: against your own past and published benchmarks."
)
start_page.at_work(session.scorecard())
start_page.ways()
