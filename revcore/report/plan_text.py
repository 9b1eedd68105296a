"""An earlier plan measured again, as text."""

from __future__ import annotations

import textwrap

from revcore.calendar import month_words, parse_month
from revcore.model import Scorecard

WIDTH = 88


def remeasured_as_text(card: Scorecard) -> str:
    """One paragraph a line: what it is, its status, and what was found; empty without any."""
    plan = card.plan
    if plan is None or plan.against is None:
        return ""
    out = [f"\nThe plan of {month_words(parse_month(plan.against))}, measured again. {plan.note}\n"]
    for line in plan.lines:
        if line.status == "planned":
            continue
        who = f" ({line.owner})" if line.owner else ""
        head = f"{line.action}{who}:"
        out.append(
            textwrap.fill(
                f"{head} {line.result}", WIDTH, initial_indent="  ", subsequent_indent="    "
            )
        )
    return "\n".join(out) + "\n"
