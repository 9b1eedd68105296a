"""The first page comes without the heavy libraries; everything else waits for all of them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEAVY = '("pandas", "pyarrow", "polars", "altair", "narwhals", "scipy", "revcore.pipeline")'
FIRST = f"""
import sys
from streamlit.testing.v1 import AppTest
app = AppTest.from_file({str(ROOT / "revcore" / "ui" / "main.py")!r}, default_timeout=60)
"""


def tried(script: str) -> list[str]:
    """What a fresh Python prints."""
    done = subprocess.run(
        [sys.executable, "-c", FIRST + script],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    return done.stdout.split()


def test_the_first_page_needs_none_of_them_and_the_second_run_has_them_all():
    found = tried(
        f"app.run()\nprint(*[name for name in {HEAVY} if name in sys.modules], 'then')\n"
        f"app.run()\nprint(*[name for name in {HEAVY} if name not in sys.modules], 'end')"
    )
    assert found == ["then", "end"]


def test_no_page_is_run_while_they_are_being_loaded():
    """Two threads at altair or what it stands on can hold what the other waits for."""
    found = tried(
        "import threading, time\n"
        "from revcore.ui import libraries\n"
        "libraries._ONE_AT_A_TIME.acquire()\n"
        "app.run()\n"
        "late = threading.Thread(target=app.run)\n"
        "late.start()\nlate.join(1)\n"
        f"print(late.is_alive(), *[name for name in {HEAVY} if name in sys.modules])\n"
        "libraries._ONE_AT_A_TIME.release()\n"
        "late.join(60)\nprint(late.is_alive())"
    )
    assert found == ["True", "False"]
