"""The product's own font is the one that reports are drawn with, not whatever the machine has."""

import io

from PIL import Image, ImageChops

from revcore.charts._static import as_png

WORDS = "Wm Customer acquisition cost 0123456789"


def ink_width(font: str | None) -> int:
    """Width of one line of text as drawn [px]; 0 where the font draws nothing."""
    mark = {"type": "text", "fontSize": 20, "color": "#000000"}
    spec = {
        "data": {"values": [{"text": WORDS}]},
        "mark": {**mark, "font": font} if font else mark,
        "encoding": {"text": {"field": "text", "type": "nominal"}},
        "height": 60,
    }
    picture = Image.open(io.BytesIO(as_png(spec, width=600, scale=1))).convert("RGB")
    empty = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    box = ImageChops.difference(picture, empty).getbbox()
    return box[2] - box[0] if box else 0


def test_labels_are_set_in_our_font_and_not_in_the_fallback():
    ours = ink_width(None)
    assert ours > 300
    assert ours == ink_width("Hanken Grotesk")
    assert ours != ink_width("A font nobody has")
