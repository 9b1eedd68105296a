"""Start: what is your revenue engine worth, and where does it leak?"""

import streamlit as st

from revcore.ui import session

st.title("Start", anchor=False)
st.button("Use the sample company", type="primary", on_click=session.load_sample, args=("saas",))
