"""How we measure: what exactly does each figure mean, and where does each benchmark come from?

Icon: menu_book
"""

import streamlit as st

from revcore.ui import guesses, method_page

st.title("How we measure", anchor=False)
st.markdown(
    "Every definition and every benchmark, written from the same catalogue that computes them."
)
method_page.rules()
method_page.measures(guesses.visible())
method_page.benchmarks()
