"""A planted firm: its files and what its owner would say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import numpy as np

from tools.planted import files, plants, saas, services, shop
from tools.planted.knobs import Saas

SIZES = {"small": 0.45, "medium": 1.0, "large": 2.2}
KINDS: dict[str, dict[str, Any]] = {
    "saas": plants.SAAS,
    "shop": plants.SHOP,
    "services": plants.SERVICES,
}


@dataclass(frozen=True)
class Firm:
    """What is handed over."""

    kind: str
    pattern: str | None
    size: str
    strength: float
    files: dict[str, bytes]
    settings: dict[str, Any]


def make(
    kind: str, pattern: str | None, number: int, *, size: str = "medium", strength: float = 1.0
) -> Firm:
    """One firm; the same arguments give the same bytes."""
    digest = blake2b(f"{kind}:{pattern}:{size}:{number}".encode(), digest_size=8).digest()
    rng = np.random.default_rng(int.from_bytes(digest, "big"))
    by = SIZES[size]
    settings: dict[str, Any] = {"company": "Planted", "currency": "USD"}
    if kind == "saas":
        firm = Saas()
        firm.opening = max(20, int(firm.opening * by))
        if pattern:
            plants.SAAS[pattern](firm, strength)
        firm.leads, firm.media, firm.people = firm.leads * by, firm.media * by, firm.people * by
        firm.sellers = [replace(one, limit=one.limit * by) for one in firm.sellers]
        firm.cash = firm.cash * by if firm.cash is not None else None
        found = files.of_saas(saas.play(firm, rng), rng)
        settings |= {"gross_margin": 0.8, "business_model": "subscription",
                     "profile": {"market": "b2b", "sector": "software"}}  # fmt: skip
    elif kind == "shop":
        store = shop.Shop()
        if pattern:
            plants.SHOP[pattern](store, strength)
        store.new, store.media, store.fixed = store.new * by, store.media * by, store.fixed * by
        found = files.of_shop(store, shop.play(store, rng))
        settings |= {"gross_margin": store.margin, "business_model": "orders",
                     "profile": {"market": "b2c", "sector": "ecommerce"}}  # fmt: skip
    else:
        studio = services.Services()
        if pattern:
            plants.SERVICES[pattern](studio, strength)
        studio.enquiries = studio.enquiries * by
        studio.media, studio.people = studio.media * by, studio.people * by
        studio.capacity *= by
        studio.sellers = [replace(one, limit=one.limit * by) for one in studio.sellers]
        found = files.of_services(services.play(studio, rng))
        settings |= {"gross_margin": 0.5, "business_model": "projects", "currency": "EUR",
                     "profile": {"market": "b2b", "sector": "services"}}  # fmt: skip
    return Firm(kind, pattern, size, strength, found, settings)
