"""Draw every chart of a scorecard document to PNG, light and dark, wide and narrow.

    python tools/chart_sheet.py scorecard.json [FOLDER]

One sheet per page and width lies in FOLDER (``charts/`` when left out).
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PIL import Image

from revcore.charts._look import as_png
from revcore.charts._static import theme
from revcore.charts.catalogue import PAGES, charts_for
from revcore.model import Scorecard

WIDTHS = (560, 330)
GAP = 24


def main(document: str, folder: str = "charts") -> None:
    """Draw all pages of one document."""
    card = Scorecard.from_json(Path(document).read_bytes())
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    for page in PAGES:
        for width in WIDTHS:
            pictures = []
            for chart in charts_for(page):
                drawing = chart.draw(card)
                sys.stdout.write(f"{page:12} {chart.id:26} {drawing.reason or drawing.says}\n")
                if drawing.reason is None:
                    pictures.append(
                        [
                            Image.open(io.BytesIO(as_png(drawing.spec, width=width, name=name)))
                            for name in ("light", "dark")
                        ]
                    )
            if pictures:
                sheet(pictures).save(out / f"{Path(document).stem}-{page}-{width}.png")


def sheet(pictures: list[list[Image.Image]]) -> Image.Image:
    """Light beside dark, one chart below the other."""
    width = max(sum(picture.width for picture in row) + GAP for row in pictures)
    height = sum(max(picture.height for picture in row) + GAP for row in pictures)
    out = Image.new("RGB", (width, height), theme("light")["secondaryBackgroundColor"])
    top = 0
    for row in pictures:
        left = 0
        for picture in row:
            out.paste(picture, (left, top))
            left += picture.width + GAP
        top += max(picture.height for picture in row) + GAP
    return out


if __name__ == "__main__":
    main(*sys.argv[1:])
