"""How often the diagnosis finds what was planted, and what it finds at healthy firms.

    python -m tools.plant_study [firms] [--kinds saas shop services] [--only ID …] [--first N]
                                [--save KEPT] [--write docs/planted_firms.md]
    python -m tools.plant_study --read KEPT … --write docs/planted_firms.md

Makes firms with one known pattern and healthy ones (tools/planted), lets the product read their
raw files, and counts: recall (strong or likely) by strength of the plant, with and without those
where nobody can tell, false findings at healthy firms, and which families are confused.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.planted.firms import KINDS, SIZES, make
from tools.planted.plants import VARIANTS

if TYPE_CHECKING:
    from revcore.diagnosis.examine import Look
    from revcore.model import Dataset

FOUND = ("strong", "likely")
STRENGTHS = (0.6, 1.0, 1.5)
OFTEN = 0.05
"""Families counted in so many firms more than at healthy ones are named as confused."""


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
    blind: frozenset[str]

    @property
    def planted(self) -> str:
        """The pattern the firm was given."""
        return VARIANTS.get(self.job.pattern or "", self.job.pattern or "")

    @property
    def found(self) -> bool:
        """Whether it was seen."""
        return self.states.get(self.planted) in FOUND


def diagnose(job: Job) -> Seen:
    """Make one firm, read its files, and ask every pattern.

    Only the measures that patterns read are worked out, and no money: what is counted does not
    depend on it. A test holds this against the whole document.
    """
    from revcore.ingest import read_files
    from revcore.ingest.raw import Source
    from revcore.model import Settings

    firm = make(job.kind, job.pattern, job.number, size=job.size, strength=job.strength)
    sources = [Source(name, data) for name, data in firm.files.items()]
    return seen_by(job, looks(read_files(sources, Settings.of(firm.settings))))


def looks(dataset: Dataset) -> list[Look]:
    """What every pattern saw."""
    from revcore.benchmarks import find
    from revcore.diagnosis.catalogue import patterns
    from revcore.diagnosis.examine import examine
    from revcore.metrics.catalogue import metrics
    from revcore.pipeline import asker, business_model, find_as_of, without_later_deals
    from revcore.readings import measured, reading

    settings = dataset.settings
    models, month = business_model(dataset, settings), find_as_of(dataset, settings).month
    dataset = without_later_deals(dataset, month)
    ask = asker(dataset, settings, as_of=month, last_month=month, business_model=models)
    arr, arpa = measured(ask, "arr"), measured(ask, "arpa")
    acv = arpa * 12 if arpa is not None and arr is not None else None
    needed = {need.name for one in patterns().values() for need in one.provider.needs}
    read = {
        name: reading(
            measure, ask,
            find(name, settings.profile, models=models, better=measure.better, arr=arr, acv=acv,
                 currency=dataset.currency),
        )
        for name, measure in metrics().items() if name in needed
    }  # fmt: skip
    return [examine(one, ask, read, models) for one in patterns().values()]


def seen_by(job: Job, found: list[Look]) -> Seen:
    """The states, what is counted, and what could not be looked for."""
    from revcore.diagnosis.decide import blind, controlled

    return Seen(
        job,
        {look.pattern.id: look.state for look in found},
        tuple(look.pattern.id for look in controlled(found)),
        frozenset(blind(found).patterns),
    )


def jobs(firms: int, kinds: Iterable[str], only: Iterable[str], first: int) -> list[Job]:
    """So many firms of each pattern and of each healthy kind, over sizes and strengths.

    All patterns of one number come before the next: a run that is cut short has fewer firms of
    each, not fewer patterns.
    """
    sizes, chosen = list(SIZES), set(only)
    found = []
    for kind in kinds:
        for pattern in [None, *list(KINDS[kind])]:
            if chosen and (pattern or "healthy") not in chosen:
                continue
            for number in range(first, first + firms):
                strength = STRENGTHS[number // len(sizes) % len(STRENGTHS)]
                found.append(Job(kind, pattern, number, sizes[number % len(sizes)], strength))
    return sorted(found, key=lambda job: job.number)


def share(part: int, whole: int) -> str:
    """A share in two digits; nothing of nothing is a dash.

    >>> share(1, 3), share(0, 0)
    ('0.33', '–')
    """
    return f"{part / whole:.2f}" if whole else "–"


def ranged(part: int, whole: int) -> str:
    """A share with its 80 % range (Wilson 1927).

    >>> ranged(18, 20), ranged(0, 0)
    ('0.90 (0.78–0.96)', '–')
    """
    if not whole:
        return "–"
    z = 1.2816
    centre = (part + z**2 / 2) / (whole + z**2)
    half = z * (part * (whole - part) / whole + z**2 / 4) ** 0.5 / (whole + z**2)
    return f"{part / whole:.2f} ({max(centre - half, 0):.2f}–{min(centre + half, 1):.2f})"


def a_firm(found: Sequence[int]) -> str:
    """Mean of counts by firm with its 80 % range (normal, from the counts themselves).

    >>> a_firm([0, 1, 0, 0])
    '0.25 (0.00–0.57)'
    """
    n = len(found)
    if not n:
        return "–"
    mean = sum(found) / n
    spread = sum((one - mean) ** 2 for one in found) / max(n - 1, 1)
    half = 1.2816 * (spread / n) ** 0.5
    return f"{mean:.2f} ({max(mean - half, 0):.2f}–{mean + half:.2f})"


def row(*cells: object) -> str:
    """One line of a table."""
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def report(seen: list[Seen]) -> str:
    """All tables as Markdown."""
    planted: dict[tuple[str, str], list[Seen]] = defaultdict(list)
    healthy: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.job.pattern:
            planted[one.job.pattern, one.job.kind].append(one)
        else:
            healthy[one.job.kind].append(one)
    tables = [recall(planted), false_findings(healthy), confused(seen)]
    return "\n\n".join("\n".join(table) for table in tables if table) + "\n"


def recall(planted: dict[tuple[str, str], list[Seen]]) -> list[str]:
    """How often each planted pattern is seen: of all, where data suffice, and by strength."""
    if not planted:
        return []
    lines = [
        row("planted", "firm", "firms", "found", "data missing", "found where data suffice",
            "can’t tell", "found where it can tell", "begun", "told", "plain", "also found"),
        row("---", "---", *["---:"] * 9, "---"),
    ]  # fmt: skip
    for (pattern, kind), some in sorted(planted.items()):
        also = Counter(name for one in some for name in one.counted if name != one.planted)
        said = ", ".join(f"{name} {share(n, len(some))}" for name, n in also.most_common(3))
        lines.append(row(pattern, kind, *shares(some), said))
    return [*lines, row("**all**", "", *shares([one for some in planted.values() for one in some]),
                        "")]  # fmt: skip


def shares(some: Sequence[Seen]) -> list[str]:
    """Firms, found, and found of those that can be looked at and told; by strength likewise.

    Data are missing where a column or the least number is; “can’t tell” is where the figures point
    both ways or a look-alike explains them. By strength: of the firms whose data suffice.
    """
    able = [one for one in some if one.planted not in one.blind]
    told = [one for one in able if one.states.get(one.planted) != "cannot_tell"]
    by = [[one.found for one in able if one.job.strength == level] for level in STRENGTHS]
    return [
        str(len(some)), share(sum(one.found for one in some), len(some)),
        str(len(some) - len(able)), ranged(sum(one.found for one in able), len(able)),
        str(len(able) - len(told)), ranged(sum(one.found for one in told), len(told)),
        *(share(sum(hits), len(hits)) for hits in by),
    ]  # fmt: skip


def false_findings(healthy: dict[str, list[Seen]]) -> list[str]:
    """What is counted at firms that have nothing."""
    if not healthy:
        return []
    lines = ["| healthy firms | firms | false findings a firm | which |", "|---|---:|---:|---|"]
    for kind, some in sorted(healthy.items()):
        wrong = Counter(name for one in some for name in one.counted)
        which = ", ".join(f"{name} {share(n, len(some))}" for name, n in wrong.most_common(6))
        counts = [len(one.counted) for one in some]
        lines.append(row(kind, len(some), a_firm(counts), which or "none"))
    every = [len(one.counted) for some in healthy.values() for one in some]
    return [*lines, row("**all**", len(every), a_firm(every), "")]


def confused(seen: list[Seen]) -> list[str]:
    """Which families are counted instead of the planted one or beside it."""
    from revcore.diagnosis.catalogue import patterns

    family = {name: one.family for name, one in patterns().items()}
    by: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        by[family[one.planted] if one.planted else ""].append(one)
    quiet = by.pop("", [])
    if not by:
        return []
    usual = Counter(name for one in quiet for name in {family[found] for found in one.counted})
    lines = [
        row("planted family", "firms", "itself", "another of the family", "nothing counted",
            "instead", "beside"),
        row("---", *["---:"] * 4, "---", "---"),
    ]  # fmt: skip
    for name, some in sorted(by.items()):
        n = len(some)
        found = [{family[each] for each in one.counted} for one in some]
        kin = sum(any(family[each] == name and each != one.planted for each in one.counted)
                  for one in some)  # fmt: skip
        mixed = [
            Counter(other for one, others in zip(some, found, strict=True) if one.found is itself
                    for other in others - {name})
            for itself in (False, True)
        ]  # fmt: skip
        none = sum(not others and not one.found for one, others in zip(some, found, strict=True))
        lines.append(
            row(name, n, share(sum(one.found for one in some), n), share(kin, n), share(none, n),
                *(told(one, n, usual, len(quiet)) for one in mixed))
        )  # fmt: skip
    return lines


def told(found: Counter[str], firms: int, usual: Counter[str], quiet: int) -> str:
    """Families in a twentieth of the firms or more, the most frequent first, three at most.

    >>> told(Counter(price=3, leak=1), 30, Counter(), 10)
    'price 0.10'
    """
    often = [
        f"{name} {share(n, firms)}"
        for name, n in found.most_common(3)
        if n / firms >= OFTEN + (usual[name] / quiet if quiet else 0.0)
    ]
    return ", ".join(often) or "–"


def run(todo: list[Job], workers: int, save: Path | None) -> list[Seen]:
    """Diagnose all of them, each kept as soon as it is there; those kept before are not run."""
    found = kept_in(save) if save and save.exists() else []
    done = {one.job for one in found}
    todo = [job for job in todo if job not in done]
    with ProcessPoolExecutor(workers) as pool, ExitStack() as stack:
        out = stack.enter_context(save.open("a", encoding="utf-8")) if save else None
        for one in pool.map(diagnose, todo, chunksize=4):
            found.append(one)
            if out:
                kept = {"job": asdict(one.job), "states": one.states, "counted": one.counted,
                        "blind": sorted(one.blind)}  # fmt: skip
                out.write(json.dumps(kept) + "\n")
                out.flush()
    return found


def kept_in(path: Path) -> list[Seen]:
    """The firms of a run that was kept."""
    every = [json.loads(text) for text in path.read_text("utf-8").splitlines()]
    return [
        Seen(Job(**one["job"]), one["states"], tuple(one["counted"]), frozenset(one["blind"]))
        for one in every
    ]


def main(given: list[str]) -> None:
    """Run the study."""
    parser = argparse.ArgumentParser(prog="python -m tools.plant_study")
    parser.add_argument("firms", nargs="?", type=int, default=40)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--first", type=int, default=0, help="number of the first firm")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--save", type=Path, help="keep what was seen, one firm a line, as it comes"
    )
    parser.add_argument("--read", type=Path, nargs="+", help="tables of kept lines, nothing is run")
    parser.add_argument("--write", type=Path, help="put the tables between the markers of a page")
    chosen = parser.parse_args(given)
    if chosen.read:
        found = [one for path in chosen.read for one in kept_in(path)]
    else:
        todo = jobs(chosen.firms, chosen.kinds, chosen.only, chosen.first)
        found = run(todo, chosen.workers, chosen.save)
    text = report(found)
    sys.stdout.write(text)
    if chosen.write:
        page = chosen.write.read_text(encoding="utf-8")
        chosen.write.write_text(with_tables(page, text), encoding="utf-8", newline="\n")


def with_tables(page: str, tables: str) -> str:
    """The page with new tables between its markers; all other text stays.

    >>> with_tables("About.\\n<!-- tables -->\\nold\\n<!-- end -->\\nMore.", "new\\n")
    'About.\\n<!-- tables -->\\nnew\\n<!-- end -->\\nMore.'
    """
    begin, end = "<!-- tables -->\n", "<!-- end -->"
    head, rest = page.split(begin)
    return head + begin + tables + end + rest.split(end, 1)[1]


if __name__ == "__main__":
    main(sys.argv[1:])
