"""How fast the main job is, as medians: cold start, file to document, one click.

“File to document” runs in a process of its own for each size; imports are not counted, reading,
facts, measures, findings and writing the document are. It is set beside a bare scan: polars reading
every cell of the same file as text (``pl.read_csv(path, infer_schema=False)``), a workbook beside
calamine reading its cells.
Both clock and CPU are given: on a busy machine only the CPU means anything.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from tools.bench_rows import WRITERS, write_orders
from tools.browser import ROOT, browse, chromium, serve, settle

SIZES = (20_000, 200_000, 2_000_000)
WORKBOOK_ROWS = 100_000
SCAN = "scan:"
WARM = 6
"""Seconds after which all libraries are loaded."""


# ---------------------------------------------------------------- file to document
def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Clock and CPU of something [s]."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


def import_all() -> None:
    """What a server loads before its first visitor's files: libraries, modules, catalogues."""
    from revcore.ui import libraries

    libraries.ready()


def score_once(path: Path) -> dict[str, float]:
    """Times [s] and peak memory [bytes] of one file, in this process."""
    from revcore import ingest, pipeline
    from revcore.ingest.raw import Source
    from revcore.model import Settings

    import_all()
    settings = Settings.of({})
    clock, cpu = time.perf_counter(), time.process_time()
    dataset = ingest.read(ingest.open_files([Source(path.name, path)]), settings)
    read = time.perf_counter() - clock
    card = pipeline.analyse(dataset, settings)
    card.to_json()
    total, spent = time.perf_counter() - clock, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    values = sum(reading.value is not None for reading in card.readings.values())
    return {"read": read, "total": total, "cpu": spent, "peak": peak, "values": values}


def scan_once(path: Path) -> dict[str, float]:
    """Clock and CPU [s] of polars reading a file’s cells as text, in this process."""
    import polars as pl

    pl.read_csv(b"a,b\n1,2\n", infer_schema=False)
    scan, scan_cpu = timed(lambda: pl.read_csv(path, infer_schema=False))
    return {"scan": scan, "scan_cpu": scan_cpu}


def sample_once(folder: Path) -> dict[str, float]:
    """CPU [s] of a sample company’s bytes to the document: the first time in this process (imports
    not counted), and in a process that did it before."""
    import tomllib

    from revcore import ingest, pipeline
    from revcore.ingest.raw import Source
    from revcore.model import Settings

    settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text(encoding="utf-8")))
    files = [path for path in sorted(folder.iterdir()) if path.suffix in {".csv", ".xlsx"}]
    sources = [Source(path.name, path.read_bytes()) for path in files]
    import_all()

    def score() -> None:
        read = ingest.read(ingest.open_files(sources), settings)
        pipeline.analyse(pipeline.as_counted(read, settings), settings).to_json()

    fresh, first = timed(score)
    runs = [timed(score) for _ in range(5)]
    total, spent = (statistics.median(column) for column in zip(*runs, strict=True))
    return {"files": len(files), "fresh": fresh, "first": first, "total": total, "cpu": spent}


def workbook_once(rows: int) -> dict[str, float]:
    """CPU [s] of reading and mapping a workbook of orders, and of calamine alone."""
    import io

    from python_calamine import CalamineWorkbook

    from revcore.ingest.mapping import guess
    from revcore.ingest.raw import Source
    from revcore.ingest.read import open_files
    from revcore.ingest.wide import lay

    data = workbook(rows)

    def alone() -> None:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        book.get_sheet_by_index(0).to_python()

    def mapped() -> None:
        for table in open_files([Source("orders.xlsx", data)]).tables:
            guess(lay(table).raw, "orders.xlsx", None, alone=True)

    mapped()
    both = [(timed(alone)[1], timed(mapped)[1]) for _ in range(3)]
    least, ours = (statistics.median(column) for column in zip(*both, strict=True))
    return {"rows": rows, "calamine": least, "cpu": ours}


def workbook(rows: int) -> bytes:
    """The shop’s orders as a workbook with real dates and numbers."""
    import csv
    import io

    import xlsxwriter

    out = io.BytesIO()
    with tempfile.TemporaryDirectory() as folder, xlsxwriter.Workbook(out) as book:
        path = Path(folder) / "orders.csv"
        write_orders(path, rows)
        sheet = book.add_worksheet("Orders")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        with path.open(encoding="utf-8", newline="") as file:
            for at, row in enumerate(csv.reader(file)):
                sheet.write_row(at, 0, row)
                if at:
                    sheet.write_number(at, 0, int(row[0]))
                    sheet.write_datetime(at, 2, date.fromisoformat(row[2]), day)
                    sheet.write_number(at, 3, float(row[3]))
    return out.getvalue()


def score_medians(what: str, times: int) -> dict[str, float]:
    """Medians over fresh processes.

    what
        A file, “scan:” and a file, a sample’s folder, or the rows of a workbook.
    """
    runs = []
    for _ in range(times):
        line = [sys.executable, "-m", "tools.bench", "--one", what]
        run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"{what} could not be scored:\n{run.stderr[-1500:]}")
        runs.append(json.loads(run.stdout))
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def one(what: str) -> dict[str, float]:
    """Time what a process was started for."""
    if what.isdecimal():
        return workbook_once(int(what))
    if what.startswith(SCAN):
        return scan_once(Path(what.removeprefix(SCAN)))
    path = Path(what)
    return sample_once(path) if path.is_dir() else score_once(path)


def bench_samples(times: int) -> None:
    """Print the sample companies and a workbook."""
    for folder in sorted(path.parent for path in (ROOT / "sample_data").glob("*/settings.toml")):
        found = score_medians(str(folder), times)
        say(
            f"Sample {folder.name}, {found['files']:.0f} files to document: {found['first']:.2f} s "
            f"of CPU the first time in a process ({found['fresh']:.2f} s by the clock; imports not "
            f"counted), {found['cpu']:.2f} s ({found['total']:.2f} s) afterwards"
        )
    found = score_medians(str(WORKBOOK_ROWS), times)
    say(
        f"Workbook of {WORKBOOK_ROWS:,} rows read and mapped: {found['cpu']:.2f} s of CPU, "
        f"{found['cpu'] / found['calamine']:.1f} × calamine alone ({found['calamine']:.2f} s)"
    )


def bench_files(sizes: list[int], kinds: list[str], times: int) -> None:
    """Print a table of file to document."""
    say(f"File to document, median of {times} (imports excluded)")
    say(
        f"{'rows':>10}  {'kind':<14}{'MB':>6}{'read s':>8}{'total s':>9}{'CPU s':>8}"
        f"{'peak MB':>9}{'× scan':>9}{'× its CPU':>11}{'values':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            for kind in kinds:
                write = WRITERS[kind]
                path = Path(folder) / f"{kind}.csv"
                write(path, rows)
                found = score_medians(str(path), times)
                found |= score_medians(f"{SCAN}{path}", times)
                clock, cpu = found["total"] / found["scan"], found["cpu"] / found["scan_cpu"]
                say(
                    f"{rows:>10,}  {kind:<14}{path.stat().st_size / 1e6:>6.1f}{found['read']:>8.2f}"
                    f"{found['total']:>9.2f}{found['cpu']:>8.2f}{found['peak'] / 1e6:>9.0f}"
                    f"{clock:>9.1f}{cpu:>11.1f}{found['values']:>8.0f}"
                )


# ---------------------------------------------------------------- the app
def bench_start(times: int) -> None:
    """Print cold start to health and to the first page in a browser."""
    health, first, memory = [], [], []
    with browse() as browser:
        for _ in range(times):
            clock = time.perf_counter()
            with serve() as server:
                health.append(time.perf_counter() - clock)
                page = browser.new_page()
                page.goto(server.url)
                page.wait_for_selector("[data-testid='stMain'] h1")
                first.append(time.perf_counter() - clock)
                settle(page)
                page.wait_for_timeout(WARM * 1000)
                memory.append(server.memory)
                page.close()
    say(
        f"Cold start, median of {times}: answers after {statistics.median(health):.2f} s, "
        f"first page after {statistics.median(first):.2f} s, "
        f"memory {statistics.median(memory) / 1e6:.0f} MB"
    )


def bench_rerun(times: int) -> None:
    """Print the server's CPU for one rerun of the Scorecard page, asked for by a real browser."""
    with serve() as server, browse() as browser:
        page = browser.new_page()
        page.goto(server.url)
        settle(page)
        page.locator(".st-key-use-saas button").click()
        page.wait_for_selector(".st-key-verdict", timeout=30_000)
        page.goto(f"{server.url}/scorecard")
        page.wait_for_selector(".st-key-verdict", timeout=30_000)
        settle(page)
        page.wait_for_timeout(500)
        idle = server.cpu
        page.wait_for_timeout(1000)
        idle = server.cpu - idle
        spent, clock = server.cpu, time.perf_counter()
        for _ in range(times):
            page.locator("body").press("r")
            page.wait_for_timeout(120)
            settle(page)
        waited = time.perf_counter() - clock
        each = (server.cpu - spent - idle * waited) / times
    say(f"Rerun of the Scorecard page: {each * 1000:.1f} ms of CPU, mean of {times} in a browser")


def say(line: str) -> None:
    """Print at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Run the parts asked for; all of them by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parts", nargs="+", default=["start", "rerun", "samples", "files"])
    parser.add_argument("--rows", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--kinds", nargs="+", choices=WRITERS, default=["orders", "deals"])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        say(json.dumps(one(asked.one)))
        return
    if chromium() is None:
        say("No Chromium on this machine: the app’s own figures are left out.")
    elif "start" in asked.parts:
        bench_start(asked.times)
    if chromium() and "rerun" in asked.parts:
        bench_rerun(20)
    if "samples" in asked.parts:
        bench_samples(asked.times)
    if "files" in asked.parts:
        bench_files(asked.rows, asked.kinds, asked.times)


if __name__ == "__main__":
    main()
