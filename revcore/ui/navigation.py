"""The menu: one entry per file pages/NN_Title.py, in the order of the numbers.

Title and address come from the file's name (“&” is written “and” there, and a number before the
title only in the docstring: “2 Pattern: …”), the rest from its docstring::

    \"\"\"Retention: do the customers we won keep paying?

    Needs: a billing export (subscriptions, invoices or orders).
    Icon: autorenew
    \"\"\"

“Needs” is said on the page while its data is missing; “Icon” is a Material symbol; both may be
left out. The menu is flat: sections would break screen readers in this version of Streamlit.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from revcore.errors import HalfMade

PAGES = Path(__file__).resolve().parents[2] / "pages"

ICONS: Mapping[str, str] = {
    "start": "home",
    "data": "table_view",
    "scorecard": "monitoring",
    "funnel": "filter_alt",
    "acquisition": "campaign",
    "customer-value": "payments",
    "retention": "autorenew",
    "how-we-measure": "menu_book",
}
"""Symbols of the first pages; a page's own “Icon:” line goes before."""

NEEDS = "a CRM, billing or shop export"


@dataclass(frozen=True)
class PageInfo:
    """One page as the menu shows it.

    question
        What the page answers, as a sentence.
    needs
        The file that unlocks it, to be put after “Add”.
    """

    path: Path
    title: str
    address: str
    icon: str
    question: str
    needs: str


def discover(folder: Path = PAGES) -> tuple[PageInfo, ...]:
    """Read all pages of a folder; the one with the lowest number comes first.

    Raises
    ------
    HalfMade
        A file's name is not NN_Title.py, it has no docstring, or two pages share an address.
    """
    files = sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))
    found = tuple(_describe(path, path.stat().st_mtime_ns) for path in files)
    addresses = [page.address for page in found]
    for page in found:
        if addresses.count(page.address) > 1:
            raise HalfMade(
                f"pages/{page.path.name}: another page has the address “{page.address}”.",
                fix="Rename one of them.",
            )
    return tuple(sorted(found, key=lambda page: _number(page.path)))


def pages(folder: Path = PAGES) -> dict[str, StreamlitPage]:
    """Streamlit's page objects by address; the first page is the default."""
    return {address: copy.copy(made) for address, made in _made(discover(folder)).items()}


@lru_cache(maxsize=4)
def _made(found: tuple[PageInfo, ...]) -> Mapping[str, StreamlitPage]:
    """Page objects to copy: making one anew asks the disk where its file is."""
    return {
        info.address: st.Page(
            info.path,
            title=info.title,
            icon=f":material/{info.icon}:",
            url_path=info.address,
            default=index == 0,
            help=info.question or None,
        )
        for index, info in enumerate(found)
    }


def page(address: str) -> StreamlitPage:
    """One page, for st.page_link and st.switch_page: ``page("data")``."""
    return pages()[address]


def info_of(address: str) -> PageInfo:
    """What the menu knows of one page; the default page also answers to the empty address."""
    found = discover()
    return next((info for info in found if info.address == address), found[0])


def address_of(title: str) -> str:
    """Address of a title: lower case, hyphens, no slashes.

    >>> address_of("How we measure")
    'how-we-measure'
    """
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@lru_cache(maxsize=128)
def _describe(path: Path, _changed: int) -> PageInfo:
    name = re.fullmatch(r"\d+_(\w+)", path.stem)
    if not name:
        raise HalfMade(
            f"pages/{path.name}: the name is not a number, an underscore and a title.",
            fix="Name it like 46_Retention.py.",
        )
    doc = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    if not doc:
        raise HalfMade(
            f"pages/{path.name} has no docstring.",
            fix="Begin it with “Title: what the page answers”.",
        )
    title = name[1].replace("_", " ")
    address = address_of(title)
    first = doc.splitlines()[0]
    said, _, question = first.partition(": ")
    if re.sub(r"^\d+ ", "", said).replace("&", "and") == title:
        title = said
    return PageInfo(
        path=path,
        title=title,
        address=address,
        icon=_line(doc, "Icon") or ICONS.get(address, "insights"),
        question=_sentence(question or first),
        needs=_line(doc, "Needs").rstrip(".") or NEEDS,
    )


def _number(path: Path) -> int:
    return int(path.stem.partition("_")[0])


def _line(doc: str, word: str) -> str:
    found = re.search(rf"^{word}: *(.+)$", doc, flags=re.MULTILINE)
    return found[1].strip() if found else ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
