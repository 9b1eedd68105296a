"""How often the diagnosis finds what was planted, and what it finds at healthy firms.

    python -m tools.plant_study [firms] [--kinds saas shop services] [--only ID …] [--first N]
                                [--write docs/planted_firms.md]

Makes firms with one known pattern and healthy ones (tools/planted), lets the product read their
raw files, and counts: recall (strong or likely), found in the counted list, false findings at
healthy firms, and what else is found beside the planted pattern.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tools.planted.firms import KINDS, SIZES, make
from tools.planted.plants import VARIANTS

FOUND = ("strong", "likely")
STRENGTHS = (0.6, 1.0, 1.5)


@dataclass(frozen=True)
class Job:
    """One firm to be diagnosed."""

    kind: str
    pattern: str | None
    number: int
    size: str
    strength: float


@dataclass(frozen=True)
class Seen:
    """What the diagnosis said of it: state by pattern, those counted as findings, those blind."""

    job: Job
    states: dict[str, str]
    counted: tuple[str, ...]
    context: frozenset[str]
    blind: frozenset[str]

    @property
    def planted(self) -> str:
        """The pattern the firm was given."""
        return VARIANTS.get(self.job.pattern or "", self.job.pattern or "")


def diagnose(job: Job) -> Seen:
    """Make one firm, read its files, and diagnose it."""
    from revcore.ingest import read_files
    from revcore.ingest.raw import Source
    from revcore.model import Settings
    from revcore.pipeline import analyse

    firm = make(job.kind, job.pattern, job.number, size=job.size, strength=job.strength)
    sources = [Source(name, data) for name, data in firm.files.items()]
    card = analyse(read_files(sources, Settings.of(firm.settings)))
    return Seen(
        job,
        {name: finding.state for name, finding in card.findings.items()},
        tuple(name for name, finding in card.findings.items() if finding.counted),
        frozenset(name for name, finding in card.findings.items() if finding.kind == "context"),
        frozenset(card.blind.patterns),
    )


def jobs(firms: int, kinds: Iterable[str], only: Iterable[str], first: int) -> list[Job]:
    """So many firms of each pattern and of each healthy kind, over sizes and strengths."""
    sizes, chosen = list(SIZES), set(only)
    found = []
    for kind in kinds:
        for pattern in [None, *list(KINDS[kind])]:
            if chosen and (pattern or "healthy") not in chosen:
                continue
            for number in range(first, first + firms):
                strength = STRENGTHS[number // len(sizes) % len(STRENGTHS)]
                found.append(Job(kind, pattern, number, sizes[number % len(sizes)], strength))
    return found


def share(part: int, whole: int) -> str:
    """A share in two digits; nothing of nothing is a dash."""
    return f"{part / whole:.2f}" if whole else "–"


def row(kind: str, pattern: str, some: list[Seen]) -> str:
    """One planted pattern: found of all, and of the firms whose data suffice to look for it."""
    able = [one for one in some if one.planted not in one.blind]
    hit = {id(one) for one in some if one.states.get(one.planted) in FOUND}
    by = {level: [one for one in able if one.job.strength == level] for level in STRENGTHS}
    unsure = [one for one in able if one.states.get(one.planted) == "cannot_tell"]
    other = Counter(
        name for one in some for name in one.counted
        if name != one.planted and name not in one.context
    )  # fmt: skip
    also = ", ".join(f"{name} {share(n, len(some))}" for name, n in other.most_common(3))
    recalls = [
        share(sum(id(one) in hit for one in part), len(part))
        for part in (able, by[STRENGTHS[0]], by[STRENGTHS[-1]])
    ]
    return (
        f"| {kind} | {pattern} | {len(some)} | {share(len(hit), len(some))} | {len(able)} | "
        f"{' | '.join(recalls)} | {share(len(unsure), len(able))} | {also} |"
    )


def report(seen: list[Seen]) -> str:
    """Both tables as Markdown."""
    planted: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    healthy: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.job.pattern:
            planted[one.job.kind, one.job.pattern].append(one)
        else:
            healthy[one.job.kind].append(one)
    lines = [
        "| kind | planted | firms | found | data suffice | recall there | … begun | … plain | "
        "points both ways | also found |",
        "|---|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    lines += [row(kind, pattern, some) for (kind, pattern), some in sorted(planted.items())]
    lines += [
        "",
        "| healthy firms | firms | false findings a firm | which |",
        "|---|---:|---:|---|",
    ]
    for kind, some in sorted(healthy.items()):
        wrong = Counter(
            name for one in some for name in one.counted if name not in one.context
        )  # fmt: skip
        which = ", ".join(f"{name} {share(n, len(some))}" for name, n in wrong.most_common(6))
        lines.append(f"| {kind} | {len(some)} | {share(wrong.total(), len(some))} | {which} |")
    return "\n".join(lines) + "\n"


def main(given: list[str]) -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(prog="python -m tools.plant_study")
    parser.add_argument("firms", nargs="?", type=int, default=40)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--first", type=int, default=0, help="number of the first firm")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--write", type=Path, help="put the tables between the markers of a page")
    chosen = parser.parse_args(given)
    todo = jobs(chosen.firms, chosen.kinds, chosen.only, chosen.first)
    with ProcessPoolExecutor(chosen.workers) as pool:
        found = list(pool.map(diagnose, todo, chunksize=4))
    text = report(found)
    sys.stdout.write(text)
    if chosen.write:
        page = chosen.write.read_text(encoding="utf-8")
        begin, end = "<!-- tables -->\n", "<!-- end -->"
        head, rest = page.split(begin)
        chosen.write.write_text(
            head + begin + text + end + rest.split(end, 1)[1], encoding="utf-8", newline="\n"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
