"""What no file says: who the company is compared with, its margin, its goal."""

from __future__ import annotations

import streamlit as st

from revcore.errors import RevcoreError
from revcore.ui import session
from revcore.ui.text import safe


def about_you() -> None:
    """Who the company is compared with, and what no file says."""
    settings = session.settings()
    with st.expander(
        "About the company: market, margin, goal", icon=":material/tune:",
        expanded=settings.profile.market is None,
    ), st.form("about", border=False):  # fmt: skip
        markets: dict[str | None, str] = {None: "not said", "b2b": "Businesses", "b2c": "Consumers"}
        sectors: dict[str | None, str] = {
            None: "not said", "software": "Software", "services": "Services",
            "ecommerce": "Shop", "other": "Something else",
        }  # fmt: skip
        with st.grid(3, min_column_width=200):
            company = st.text_input("Company", value=settings.company or "", max_chars=80)
            market = st.selectbox(
                "Sells to", list(markets), format_func=markets.__getitem__,
                index=list(markets).index(settings.profile.market),
            )  # fmt: skip
            sector = st.selectbox(
                "Sector", list(sectors), format_func=sectors.__getitem__,
                index=list(sectors).index(settings.profile.sector),
            )  # fmt: skip
            margin = st.number_input(
                "Gross margin, per cent", 0.0, 100.0,
                value=None if settings.gross_margin is None else settings.gross_margin * 100,
                format="%.1f",
                help="Of every 100 of sales, what is left after the direct cost of delivery.",
            )  # fmt: skip
            profit = st.number_input(
                "Profit margin, per cent", -500.0, 100.0,
                value=None if settings.profit_margin is None else settings.profit_margin * 100,
                format="%.1f",
            )  # fmt: skip
            people = st.number_input("People in the company", 1, value=settings.headcount, step=1)
            rooms: dict[str | None, str] = {
                None: "not said", "free": "More could be delivered", "full": "Fully booked",
            }  # fmt: skip
            room = st.selectbox(
                "Delivery", list(rooms), format_func=rooms.__getitem__,
                index=list(rooms).index(settings.capacity),
                help="Who is fully booked is told about price and hands, not about leads.",
            )  # fmt: skip
            goal = st.number_input(
                "Revenue goal, twelve months", 0.0,
                value=settings.goal.revenue if settings.goal else None, step=10_000.0,
                format="%.0f",
            )  # fmt: skip
            by = st.text_input(
                "Reached by (year-month, such as 2027-12)",
                value=settings.goal.by if settings.goal else "", max_chars=7,
            )  # fmt: skip
        if st.form_submit_button("Use these", type="primary"):
            changes = {
                "company": company.strip() or None,
                "profile": {"market": market, "sector": sector},
                "gross_margin": round(margin / 100, 6) if margin else None,
                "profit_margin": None if profit is None else round(profit / 100, 6),
                "headcount": people,
                "capacity": room,
                "goal": {"revenue": goal, "by": by.strip()} if goal and by.strip() else None,
            }
            try:
                session.change_settings(**changes)
            except RevcoreError as error:
                st.warning(safe(str(error)), icon=":material/report:")
            else:
                st.rerun()
