"""From readings to findings, levers and a plan: what limits growth, and what is worth doing."""
