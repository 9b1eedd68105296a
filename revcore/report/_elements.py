"""Small pieces of the printed report: escaped text, palette, fonts, badges and sparklines."""

from __future__ import annotations

import base64
import functools
import html
from collections.abc import Mapping, Sequence
from pathlib import Path

import revcore
from revcore.charts._static import theme
from revcore.model import Reading
from revcore.report._parts import verdict

HOME = Path(revcore.__file__).parent
FONTS: Mapping[str, str] = {
    "hanken-grotesk-latin-wght-normal.woff2": "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, "
    "U+02C6, U+02DA, U+02DC, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215",
    "hanken-grotesk-latin-ext-wght-normal.woff2": "U+0100-02BA, U+1E00-1E9F, U+20A0-20AB, "
    "U+20AD-20C0",
}
COLOURS: Mapping[str, str] = {
    "primary": "primaryColor",
    "sheet": "secondaryBackgroundColor",
    "text": "textColor",
    "border": "borderColor",
    "link": "linkColor",
    "green-text": "greenTextColor",
    "green-back": "greenBackgroundColor",
    "orange-text": "orangeTextColor",
    "orange-back": "orangeBackgroundColor",
    "gray-text": "grayTextColor",
    "gray-back": "grayBackgroundColor",
}
CSP = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:"


def esc(text: object) -> str:
    """Text for HTML, whatever it holds.

    >>> esc('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return html.escape(str(text), quote=True)


def css_string(text: str) -> str:
    """Text for CSS ``content``: everything but letters, digits and blanks as its code point.

    >>> css_string('A"; } </style>')
    '"A\\\\22 \\\\3b  \\\\7d  \\\\3c \\\\2f style\\\\3e "'
    """
    safe = "".join(c if c.isalnum() or c == " " else f"\\{ord(c):x} " for c in text)
    return f'"{safe}"'


@functools.cache
def fonts() -> str:
    """The typeface as @font-face rules that hold the files themselves."""
    rules = []
    for name, characters in FONTS.items():
        data = base64.b64encode((HOME / "ui" / "static" / name).read_bytes()).decode("ascii")
        rules.append(
            '@font-face { font-family: "Hanken Grotesk"; font-weight: 100 900; font-style: normal; '
            f'src: url("data:font/woff2;base64,{data}") format("woff2"); '
            f"unicode-range: {characters}; }}"
        )
    return "\n".join(rules)


def colours() -> str:
    """The light palette of the app as custom properties."""
    light = theme("light")
    lines = [f"  --{name}: {light[key]};" for name, key in COLOURS.items()]
    return ":root {\n" + "\n".join(lines) + "\n}"


@functools.cache
def sheet() -> str:
    """The stylesheet."""
    return (HOME / "report" / "print.css").read_text("utf-8")


@functools.cache
def logo() -> str:
    """The product's name, drawn."""
    return (HOME / "ui" / "static" / "logo.svg").read_text("utf-8")


def page_rules(left: str, right: str) -> str:
    """A4 with a running head and a numbered foot; the first page has no head."""
    look = f"color: {theme('light')['grayTextColor']}; font: inherit;"
    boxes = {
        "top-left": css_string(left),
        "top-right": css_string(right),
        "bottom-left": '"Revenue Scorecard"',
        "bottom-right": '"Page " counter(page) " of " counter(pages)',
    }
    lines = [f"  @{place} {{ content: {text}; {look} }}" for place, text in boxes.items()]
    return (
        "@page {\n  size: A4; margin: 21mm 16mm 18mm 16mm;\n"
        '  font: 400 7.6pt "Hanken Grotesk", "Helvetica Neue", Arial, sans-serif;\n'
        + "\n".join(lines)
        + "\n}\n@page :first { @top-left { content: none; } @top-right { content: none; } }"
    )


def badge(reading: Reading) -> str:
    """The verdict in words."""
    return f'<span class="band {esc(reading.band)}">{esc(verdict(reading))}</span>'


def spark(values: Sequence[float], width: int = 66, height: int = 20) -> str:
    """A line of earlier values ending in today's; nothing with fewer than three.

    >>> spark([1.0, 2.0])
    ''
    """
    if len(values) < 3:
        return ""
    low, high = min(values), max(values)
    scale = (height - 6) / (high - low) if high > low else 0.0
    step = (width - 6) / (len(values) - 1)
    points = [
        (3 + index * step, height - 3 - (value - low) * scale) for index, value in enumerate(values)
    ]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    x, y = points[-1]
    return (
        f'<svg class="spark" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'aria-hidden="true"><polyline points="{line}" fill="none" stroke="var(--gray-text)" '
        f'stroke-width="1"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2.2" fill="var(--primary)"/></svg>'
    )


def trend(reading: Reading) -> list[float]:
    """The company's own earlier values and this one."""
    if reading.own is None or reading.value is None or len(reading.own.history) < 3:
        return []
    return [value for _, value in reading.own.history] + [reading.value]
