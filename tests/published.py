"""Public data sets and samples, read from their files; tests skip where they are not at hand."""

import functools
import tomllib
from pathlib import Path

import pytest

from revcore.ingest import Source, read_files
from revcore.model import Dataset, Scorecard, Settings
from revcore.pipeline import analyse

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
KALVENDO = ("deals.csv", "leads.csv", "nps.csv", "spend.xlsx", "subscriptions.csv", "team.csv",
            "website.csv")  # fmt: skip
OSMIRELLE = ("orders.csv", "google_ads.csv", "meta_ads.csv")
TORMELINE = ("invoices.csv", "quotes.xlsx", "enquiries.csv")
SAMPLES = {"kalvendo": KALVENDO, "osmirelle": OSMIRELLE, "tormeline": TORMELINE}


@functools.cache
def read(*paths: Path, margin: float | None = None) -> Dataset:
    """Read files as the command line does."""
    missing = [path for path in paths if not path.exists()]
    if missing:
        pytest.skip(f"{missing[0].name} is not here")
    settings = Settings.of({"gross_margin": margin} if margin else {})
    return read_files([Source(path.name, path) for path in paths], settings)


@functools.cache
def card(*paths: Path, margin: float | None = None) -> Scorecard:
    """The scorecard of some files."""
    return analyse(read(*paths, margin=margin))


def shared(name: str, margin: float | None = None) -> Scorecard:
    """The scorecard of one public file."""
    return card(SHARED / name, margin=margin)


@functools.cache
def company(name: str) -> Dataset:
    """One invented company with its own settings, read once for all tests of a run."""
    folder = ROOT / "sample_data" / name
    settings = Settings.of(tomllib.loads((folder / "settings.toml").read_text("utf-8")))
    files = [path for path in sorted(folder.iterdir()) if path.suffix in (".csv", ".xlsx")]
    return read_files([Source(path.name, path) for path in files], settings)


@functools.cache
def scorecard(name: str) -> Scorecard:
    """The scorecard of one invented company with its own settings."""
    return analyse(company(name))


def sample(company: str, margin: float | None = None) -> Scorecard:
    """The scorecard of one invented company."""
    folder = ROOT / "sample_data" / company
    return card(*[folder / name for name in SAMPLES[company]], margin=margin)
