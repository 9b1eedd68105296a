"""Work the README's figures out from the files alone and write them to expected.json.

    python sample_data/by_hand.py [file]

Plain loops over csv rows with exact decimals and fractions: no line is shared with the product,
and nothing is known of the simulator but the files it left.
"""

import json
import sys
from pathlib import Path

from by_hand_kalvendo import kalvendo
from by_hand_osmirelle import osmirelle
from by_hand_tormeline import tormeline


def main(target: Path) -> None:
    """Write all companies' figures to `target`."""
    here = Path(__file__).parent
    figures = {
        "kalvendo": kalvendo(here / "kalvendo"),
        "osmirelle": osmirelle(here / "osmirelle"),
        "tormeline": tormeline(here / "tormeline"),
    }
    target.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "expected.json")
