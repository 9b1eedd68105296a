"""The script of every page: frame and router. Runs on each click, so it stays cheap."""

import sys
from pathlib import Path

import streamlit as st

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from revcore.ui import guesses, libraries, navigation, session  # noqa: E402

STATIC = Path(__file__).resolve().parent / "static"

# The icon before the menu: otherwise the browser would fetch the page's symbol from elsewhere.
st.set_page_config(page_icon=str(STATIC / "icon.svg"), layout="wide", initial_sidebar_state="auto")
chosen = st.navigation(list(navigation.pages().values()), position="sidebar")
st.set_page_config(page_title=f"{chosen.title} · Revenue Scorecard")
st.logo(str(STATIC / "logo.svg"), icon_image=str(STATIC / "icon.svg"), size="large")
first = session.enter(chosen.url_path)
if chosen.url_path or not first:  # Start is shown without them
    libraries.ready()
if guesses.may_show(chosen.url_path):
    chosen.run()
