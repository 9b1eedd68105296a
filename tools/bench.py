"""How fast the main job is, as medians: cold start, file to document, one click.

“File to document” runs in a process of its own for each size; imports are not counted, reading,
facts and measures are. “Scan” is polars reading the same file and counting its rows.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from tools.browser import ROOT, browse, chromium, serve, settle

SIZES = (20_000, 200_000, 2_000_000)
FIRST = date(2022, 1, 1)
DAYS = 1096


def write_orders(path: Path, rows: int, seed: int = 7) -> None:
    """A shop's orders of three years: a few customers buy often, most once or twice."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("Order ID,Customer Email,Order Date,Total,Currency,Channel\n")
        for number in range(rows):
            customer = int(chance.paretovariate(0.6)) % (rows // 3 + 1)
            day = FIRST + timedelta(days=chance.randrange(DAYS))
            amount = chance.lognormvariate(3.6, 0.7)
            channel = chance.choice(("Search", "Social", "E-mail", "Shop"))
            file.write(f"{number},c{customer}@example.com,{day},{amount:.2f},EUR,{channel}\n")


def write_deals(path: Path, rows: int, seed: int = 7) -> None:
    """A sales team's deals of three years, three in five closed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as file:
        file.write("Deal ID,Company,Create Date,Close Date,Deal Stage,Amount,Deal Owner\n")
        for number in range(rows):
            created = FIRST + timedelta(days=chance.randrange(DAYS - 120))
            stage = chance.choices(("Closed Won", "Closed Lost", "Proposal"), (22, 40, 38))[0]
            closed = created + timedelta(days=int(chance.expovariate(1 / 45)))
            day = "" if stage == "Proposal" else closed
            amount = chance.lognormvariate(8.5, 0.8)
            company = f"Company {chance.randrange(rows // 2 + 1)}"
            owner = f"Seller {chance.randrange(12)}"
            file.write(f"{number},{company},{created},{day},{stage},{amount:.2f},{owner}\n")


WRITERS: dict[str, Callable[[Path, int], None]] = {"orders": write_orders, "deals": write_deals}


# ---------------------------------------------------------------- file to document
def score_once(path: Path) -> dict[str, float]:
    """Times [s] and peak memory [bytes] of one file, in this process."""
    import polars as pl

    from revcore import ingest, pipeline
    from revcore.ingest.raw import Source
    from revcore.model import Settings

    settings = Settings.of({})
    clock, cpu = time.perf_counter(), time.process_time()
    dataset = ingest.read(ingest.open_files([Source(path.name, path)]), settings)
    read = time.perf_counter() - clock
    card = pipeline.analyse(dataset, settings)
    total, spent = time.perf_counter() - clock, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (
        1 if sys.platform == "darwin" else 1024
    )
    clock = time.perf_counter()
    pl.scan_csv(path).select(pl.len()).collect()
    scan = time.perf_counter() - clock
    clock = time.perf_counter()
    pl.read_csv(path, infer_schema=False)
    parse = time.perf_counter() - clock
    values = sum(reading.value is not None for reading in card.readings.values())
    return {
        "read": read, "total": total, "cpu": spent, "peak": peak, "scan": scan, "parse": parse,
        "values": values,
    }  # fmt: skip


def score_medians(path: Path, times: int) -> dict[str, float]:
    """Medians over fresh processes."""
    runs = []
    for _ in range(times):
        line = [sys.executable, "-m", "tools.bench", "--one", str(path)]
        run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
        if run.returncode:
            sys.exit(f"{path.name} could not be scored:\n{run.stderr[-1500:]}")
        runs.append(json.loads(run.stdout))
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def bench_files(sizes: list[int], times: int) -> None:
    """Print a table of file to document."""
    say(f"File to document, median of {times} (imports excluded)")
    say(
        f"{'rows':>10}  {'kind':<7}{'MB':>6}{'read s':>8}{'total s':>9}{'CPU s':>8}"
        f"{'peak MB':>9}{'× count':>9}{'× parse':>9}{'values':>8}"
    )
    with tempfile.TemporaryDirectory() as folder:
        for rows in sizes:
            for kind, write in WRITERS.items():
                path = Path(folder) / f"{kind}.csv"
                write(path, rows)
                found = score_medians(path, times if rows < 1_000_000 else 1)
                say(
                    f"{rows:>10,}  {kind:<7}{path.stat().st_size / 1e6:>6.1f}{found['read']:>8.2f}"
                    f"{found['total']:>9.2f}{found['cpu']:>8.2f}{found['peak'] / 1e6:>9.0f}"
                    f"{found['total'] / found['scan']:>9.1f}{found['total'] / found['parse']:>9.1f}"
                    f"{found['values']:>8.0f}"
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
        page.wait_for_timeout(1500)
        page.goto(f"{server.url}/scorecard")
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
    parser.add_argument("--parts", nargs="+", default=["start", "rerun", "files"])
    parser.add_argument("--rows", nargs="+", type=int, default=list(SIZES))
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        say(json.dumps(score_once(asked.one)))
        return
    if chromium() is None:
        say("No Chromium on this machine: the app’s own figures are left out.")
    elif "start" in asked.parts:
        bench_start(asked.times)
    if chromium() and "rerun" in asked.parts:
        bench_rerun(20)
    if "files" in asked.parts:
        bench_files(asked.rows, asked.times)


if __name__ == "__main__":
    main()
