"""Launcher: `uvicorn app:app` and `streamlit run app.py` both work, from this folder.

The script is revcore/ui/main.py and not this file on purpose: with pages/ beside the main script,
Streamlit would run a deep-linked page on a cold server without the router.
"""

from pathlib import Path

import streamlit as st

from revcore.ui import server

app = st.App(
    Path(__file__).resolve().parent / "revcore" / "ui" / "main.py",
    lifespan=server.lifespan,
    routes=server.routes(),
    middleware=server.middleware(),
    on_script_error=server.explain,
)

if __name__ == "__main__":
    app.run()
