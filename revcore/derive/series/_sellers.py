"""Names of sellers as a series may show them."""

from __future__ import annotations

from collections.abc import Mapping


def shown(name: str, alias: Mapping[str, str], mask: bool) -> str:
    """Masked unless masking is off.

    >>> shown("Ann", {"Ann": "Seller 1"}, True), shown("Ann", {"Ann": "Seller 1"}, False)
    ('Seller 1', 'Ann')
    """
    return alias.get(name, "Seller") if mask else name
