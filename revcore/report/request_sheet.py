"""The data request on paper, as an e-mail and as a table; it says what it is given."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Protocol

from revcore.report._elements import CSP, esc, fonts

_STYLE = """
body { font: 15px/1.5 "Hanken Grotesk", sans-serif; color: #1c241f; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; } h2 { font-size: 1.15rem; margin: 0 0 .3rem; }
section { border: 1px solid #c9c4b8; border-radius: 8px; padding: .9rem 1rem; margin: 0 0 1rem;
  break-inside: avoid; }
p { margin: .2rem 0 .5rem; } ul { margin: .2rem 0; padding: 0; list-style: none; }
li { padding: .15rem 0; } li::before { content: "☐"; margin-right: .5rem; }
.quiet { color: #55605a; } small { color: #55605a; }
@page { size: A4; margin: 16mm; } @media print { body { margin: 0; max-width: none; } }
"""


class Column(Protocol):
    """A column asked for."""

    @property
    def name(self) -> str:
        """Our name for it."""

    @property
    def needed(self) -> bool:
        """Whether a measure is lost without it."""

    @property
    def description(self) -> str:
        """What it holds."""

    @property
    def header(self) -> str:
        """What the tool calls it."""


class Export(Protocol):
    """An export of a tool."""

    @property
    def title(self) -> str:
        """Its name."""

    @property
    def where(self) -> str:
        """Where to click, if documentation says so."""


class File(Protocol):
    """A file asked for."""

    @property
    def title(self) -> str:
        """What it is."""

    @property
    def why(self) -> str:
        """What it makes possible."""

    @property
    def columns(self) -> Sequence[Column]:
        """Its columns."""

    @property
    def tools(self) -> Sequence[Export]:
        """Exports that give it."""


class Fact(Protocol):
    """A figure asked for."""

    @property
    def words(self) -> str:
        """Which one."""


def column_words(column: Column) -> str:
    """A column under the tool's header, or under ours.

    >>> from types import SimpleNamespace as Some
    >>> column_words(Some(name="closed", header="Close Date"))
    'Close Date'
    >>> column_words(Some(name="trial_end", header=""))
    'Trial end'
    >>> column_words(Some(name="mql", header=""))
    'MQL'
    >>> column_words(Some(name="sqls", header=""))
    'SQLs'
    """
    own = column.name.replace("_", " ")
    if own.removesuffix("s") in ("mql", "sql"):
        own = own[:3].upper() + own[3:]
    return column.header or own[:1].upper() + own[1:]


def places(file: File) -> list[str]:
    """Tools with the way to the export, where it is documented."""
    return [f"{tool.title}: {tool.where}" if tool.where else tool.title for tool in file.tools]


def needed(file: File) -> list[str]:
    """Columns a measure is lost without."""
    return [column_words(column) for column in file.columns if column.needed]


def welcome(file: File) -> list[str]:
    """Columns that split figures or make them surer."""
    return [column_words(column) for column in file.columns if not column.needed]


def as_email(files: Sequence[File], facts: Sequence[Fact], leave_out: Sequence[str]) -> str:
    """The request as plain text, ready to be sent."""
    lines = [
        "Subject: Files for your revenue scorecard",
        "",
        "Hello,",
        "",
        "to measure how your revenue comes about we need these files, the last three years where",
        "you have them, as CSV or Excel, just as your tools export them:",
    ]
    for number, file in enumerate(files, start=1):
        lines += ["", f"{number}. {file.title}"]
        lines += [f"   From: {place}" for place in places(file)]
        lines.append(f"   Needed: {', '.join(needed(file))}")
        if welcome(file):
            lines.append(f"   Welcome: {', '.join(welcome(file))}")
        lines.append(f"   Gives: {file.why}")
    lines += ["", "And these figures, from your head or your accounts:"]
    lines += [f"- {fact.words}" for fact in facts]
    lines += ["", "Leave out, or delete before sending:"]
    lines += [f"- {words}" for words in leave_out]
    lines += ["", "A file that is missing is no obstacle: send what you have.", ""]
    return "\n".join(lines)


def as_csv(files: Sequence[File]) -> str:
    """One row per file and column."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["file", "column", "needed", "what it holds", "export", "why"])
    for file in files:
        for column in file.columns:
            table.writerow(
                [
                    file.title,
                    column_words(column),
                    "yes" if column.needed else "welcome",
                    column.description,
                    "; ".join(places(file)),
                    file.why,
                ]
            )
    return out.getvalue()


def as_sheet(files: Sequence[File], facts: Sequence[Fact], leave_out: Sequence[str]) -> str:
    """The request as one HTML file to print, with boxes to tick."""
    parts = []
    for file in files:
        from_ = "".join(f"<p class='quiet'>{esc(place)}</p>" for place in places(file))
        boxes = "".join(f"<li>{esc(words)}</li>" for words in needed(file))
        also = f"<p><small>Welcome: {esc(', '.join(welcome(file)))}</small></p>"
        parts.append(
            f"<section><h2>{esc(file.title)}</h2>{from_}<ul>{boxes}</ul>"
            f"{also if welcome(file) else ''}<p><small>Gives: {esc(file.why)}</small></p></section>"
        )
    asked = "".join(f"<li>{esc(fact.words)}</li>" for fact in facts)
    out = "".join(f"<li>{esc(words)}</li>" for words in leave_out)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Data request</title>\n<style>{fonts()}{_STYLE}</style>\n</head>\n<body>\n"
        "<h1>Files for your revenue scorecard</h1>\n<p>The last three years where you have them, "
        "as CSV or Excel, just as your tools export them.</p>\n"
        + "\n".join(parts)
        + f"\n<section><h2>Figures no export holds</h2><ul>{asked}</ul></section>"
        + f"\n<section><h2>Leave out</h2><ul>{out}</ul></section>\n</body>\n</html>\n"
    )
