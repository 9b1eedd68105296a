"""Funnel: where do the people who could buy drop out?

Needs: a CRM export of deals, or leads and visitors per month.
Icon: filter_alt
"""

import streamlit as st

from revcore.ui import filters, session, show

card = session.loaded()
deals = (
    "win_rate", "win_rate_created", "win_rate_value", "sales_cycle_days", "average_deal_size",
    "pipeline_velocity", "pipeline_value",
)  # fmt: skip

show.title(card, "Funnel")
chosen = filters.bar(card, "funnel", *deals)
show.verdict(card, "funnel", *deals)
show.group(card, "funnel", "From visitor to customer")
show.charts(card, "funnel", chosen)
st.header("Deals", anchor=False)
show.measures(card, *deals)
show.breakdowns(card, "win_rate")
show.breakdowns(card, "sales_cycle_days", "segment", "source", "product", "size")
