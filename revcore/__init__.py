"""The core: spreadsheets in, one benchmarked document out, no user interface.

What others may use: :func:`analyse` (a dataset → its scorecard), :func:`rows` (the rows behind a
reading, for the owner of the data) and the command line ``python -m revcore``.
"""

from __future__ import annotations

from typing import Any

__all__ = ["analyse", "rows"]


def __getattr__(name: str) -> Any:
    """Open the rooms only when somebody asks for them."""
    if name == "rows":
        from revcore.behind import rows

        return rows
    if name == "analyse":
        from revcore.pipeline import analyse

        return analyse
    raise AttributeError(f"module “revcore” has no attribute “{name}”")
