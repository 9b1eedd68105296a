"""Funnel: where do the people who could buy drop out?

Needs: a CRM export of deals, or leads and visitors per month.
Icon: filter_alt
"""

import streamlit as st

from revcore.ui import session, show

card = session.loaded()

show.title(card, "Funnel")
show.verdict(card, "funnel", "sales")
show.group(card, "funnel", "From visitor to customer")
show.charts(card, "funnel")
st.header("Deals", anchor=False)
show.measures(
    card, "win_rate", "win_rate_created", "win_rate_value", "sales_cycle_days", "average_deal_size",
    "pipeline_velocity", "pipeline_value",
)  # fmt: skip
show.breakdowns(card, "win_rate")
