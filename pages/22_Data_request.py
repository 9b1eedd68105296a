"""Data request: what do we ask the client for?

Icon: checklist
"""

import streamlit as st

from revcore.ui import request_page

st.title("Data request", anchor=False)
st.markdown(
    "Which files answer which measures, tried on an invented company with the same catalogue that "
    "computes them. Send the list; every file that comes back counts on its own."
)
pack = request_page.chosen()
request_page.files(pack)
request_page.facts(pack)
request_page.hand_over(pack)
