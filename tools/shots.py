"""Every page as pictures: two sizes, light and dark, five states of data.

Saves PNG files under shots/ and an index.html that shows them side by side; names every page that
is wider than the phone's screen.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from revcore.ui import navigation
from tools.browser import ROOT, Server, browse, overflow, serve, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SIZES = {"desktop": (1440, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
STATES = ("empty", "saas", "shop", "services", "hostile")

HOSTILE = (
    "Umsatzliste 2024;;;\n\n"
    "Kunde;Datum;Betrag;Bemerkung\n"
    "=cmd|' /C calc'!A0;31.12.2023;1.234,50 €;<script>alert(1)</script>\n"
    "Müller & Söhne GmbH;02/01/24;12O0,00;" + "sehr lang " * 60 + "\n"
    ";;;\n"
    "Ünïcode 🍕;heute;-5;\n"
    "Summe;;2.429,50;\n"
).encode("cp1252", "replace")


def prepare(page: Page, server: Server, state: str) -> None:
    """Bring a new visitor into a state of data, from the front door."""
    page.goto(server.url)
    settle(page)
    if state == "hostile":
        drop = page.get_by_test_id("stFileUploaderDropzoneInput").first
        drop.set_input_files(
            [{"name": "Umsatzliste.csv", "mimeType": "text/csv", "buffer": HOSTILE}]
        )
        page.wait_for_url("**/data", timeout=120_000)
        settle(page)
        if (skip := page.locator(".st-key-guess-skip button")).count():
            skip.click()
    elif state != "empty":
        page.locator(f".st-key-use-{state} button").click()
        page.wait_for_url("**/scorecard", timeout=120_000)
    settle(page)


def unfold(page: Page) -> None:
    """Make the window as high as the page, so that a picture shows all of it."""
    size = page.viewport_size or {"width": 1440, "height": 900}
    height = page.evaluate(
        "() => Math.max(...['stMain', 'stMainBlockContainer'].map("
        'id => document.querySelector(`[data-testid="${id}"]`)?.scrollHeight ?? 0))'
    )
    page.set_viewport_size({"width": size["width"], "height": max(size["height"], height + 20)})
    page.wait_for_timeout(250)


def walk(
    browser: Browser, server: Server, state: str, asked: argparse.Namespace
) -> tuple[list[Path], list[str]]:
    """Photograph the pages asked for, of one state, in the sizes and schemes asked for."""
    taken, wide = [], []
    for size in asked.sizes:
        width, height = SIZES[size]
        for scheme in asked.schemes:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if scheme == "dark" else "light",
            )
            page = context.new_page()
            prepare(page, server, state)
            for index, info in enumerate(navigation.discover()):
                if asked.pages and info.address not in asked.pages:
                    continue
                page.set_viewport_size({"width": width, "height": height})
                page.goto(f"{server.url}/{info.address if index else ''}")
                settle(page)
                extra = overflow(page)
                if extra and size == "phone":
                    wide.append(f"{info.title}, {state}, {scheme}: {extra} px too wide")
                unfold(page)
                path = asked.folder / f"{info.path.stem}-{state}-{size}-{scheme}.png"
                page.screenshot(path=path)
                taken.append(path)
            context.close()
    return taken, wide


def write_index(folder: Path) -> Path:
    """All pictures in the folder on one page, a row for each page and state."""
    rows: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*-*-*-*.png")):
        title, state, _size, _scheme = path.stem.rsplit("-", 3)
        rows.setdefault(f"{title} · {state}", []).append(
            f'<a href="{path.name}"><img src="{path.name}" alt="{path.stem}"></a>'
        )
    body = "".join(f"<h2>{row}</h2><div>{''.join(cells)}</div>" for row, cells in rows.items())
    index = folder / "index.html"
    index.write_text(
        "<!doctype html><meta charset=utf-8><title>Pages</title>"
        "<style>body{font:14px sans-serif}img{height:420px;margin:4px;border:1px solid #999}"
        f"div{{white-space:nowrap;overflow:auto}}</style>{body}",
        "utf-8",
    )
    return index


def main() -> None:
    """Walk through the states asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", nargs="+", choices=STATES, default=STATES)
    parser.add_argument("--sizes", nargs="+", choices=tuple(SIZES), default=tuple(SIZES))
    parser.add_argument("--schemes", nargs="+", choices=SCHEMES, default=SCHEMES)
    parser.add_argument("--pages", nargs="+", metavar="ADDRESS", help="such as funnel; all if none")
    parser.add_argument("--folder", type=Path, default=ROOT / "shots")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    too_wide = []
    with serve() as server, browse() as browser:
        for state in asked.states:
            taken, wide = walk(browser, server, state, asked)
            too_wide += wide
            sys.stdout.writelines(f"{path}\n" for path in taken)
            sys.stdout.flush()
    sys.stdout.write(f"All side by side: {write_index(asked.folder)}\n")
    if too_wide:
        sys.exit("Wider than the screen:\n" + "\n".join(f"  {line}" for line in too_wide))


if __name__ == "__main__":
    main()
