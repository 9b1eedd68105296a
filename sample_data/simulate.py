"""Play the three invented companies event by event and write their exports.

    python sample_data/simulate.py [folder]

rewrites the files in `sample_data/kalvendo`, `sample_data/osmirelle` and `sample_data/tormeline`
byte for byte: every draw comes from a seeded generator, and nothing depends on the clock. The
product is not imported.
"""

import sys
from pathlib import Path

import kalvendo_files
import osmirelle
import tormeline


def main(folder: Path) -> None:
    """Write all three companies below `folder`."""
    kalvendo_files.write(folder / "kalvendo")
    osmirelle.write(folder / "osmirelle")
    tormeline.write(folder / "tormeline")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
