"""The real server and a real browser, for tests, pictures and timings."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
WAIT = 120.0
"""Longest wait for a server to start or a page to come to rest [s]."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    url: str
    pid: int
    log: Path

    @property
    def memory(self) -> int:
        """Memory in use now [bytes]; Linux only."""
        pages = Path(f"/proc/{self.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    @property
    def cpu(self) -> float:
        """CPU time used so far [s]; Linux only."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve(command: Sequence[str] | None = None, *, folder: Path = ROOT) -> Iterator[Server]:
    """Run a server until the block ends; it is up when the block begins.

    command
        What to start; ``{port}`` stands for the port. The app's own line when left out.
    """
    from tools.run import command as run_line

    port = free_port()
    line = [part.format(port=port) for part in command] if command else run_line("127.0.0.1", port)
    with tempfile.NamedTemporaryFile("wb", suffix=".log", delete=False) as log:
        process = subprocess.Popen(line, cwd=folder, stdout=log, stderr=subprocess.STDOUT)
    server = Server(f"http://127.0.0.1:{port}", process.pid, Path(log.name))
    try:
        _await_health(server, process)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        server.log.unlink(missing_ok=True)


def _await_health(server: Server, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + WAIT
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.02)
    raise RuntimeError(f"The server did not start:\n{server.log.read_text()[-2000:]}")


def chromium() -> str | None:
    """Path of the system's Chromium, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def browse() -> Iterator[Browser]:
    """Run the system's Chromium without a window."""
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        sys.exit("No Chromium on this machine. On Debian: sudo apt install chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


AT_REST = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    const main = document.querySelector('[data-testid="stMain"]');
    if (!app || app.dataset.testScriptState !== 'notRunning' || !main?.querySelector('h1')
        || document.querySelector('[data-testid="stSkeleton"], [data-testid="stSpinner"]')
        || ![...document.querySelectorAll('[data-testid="stVegaLiteChart"]')]
              .every(chart => chart.querySelector('svg, canvas'))) return '';
    return location.href + main.innerText;
}"""
QUIET = 0.25
"""How long nothing may change before a page counts as at rest [s]."""


def settle(page: Page) -> None:
    """Wait until the script has run, and what it drew has stopped moving."""
    from playwright.sync_api import Error

    end = time.monotonic() + WAIT
    seen, since = "", time.monotonic()
    while time.monotonic() < end:
        try:
            now = str(page.evaluate(AT_REST))
        except Error:  # the page was just being replaced by another
            now = ""
        if not now or now != seen:
            seen, since = now, time.monotonic()
        elif time.monotonic() - since >= QUIET:
            page.evaluate("() => document.fonts.ready.then(() => true)")
            return
        page.wait_for_timeout(50)
    raise TimeoutError(f"{page.url} did not come to rest in {WAIT:.0f} s")


def overflow(page: Page) -> int:
    """By how much the page is wider than the screen [px]; 0 is right."""
    return int(
        page.evaluate(
            """() => {
                const wide = [document.documentElement,
                              document.querySelector('[data-testid="stMain"]')];
                return Math.max(0, ...wide.map(e => e ? e.scrollWidth - e.clientWidth : 0));
            }"""
        )
    )
