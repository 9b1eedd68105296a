"""Charts for paper: the theme's palette and fonts put into a specification, then SVG or PNG."""

from __future__ import annotations

import copy
import functools
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
THEME = ROOT / ".streamlit" / "config.toml"
FONTS = ROOT / "revcore" / "ui" / "static"
WIDTH = 560


@functools.cache
def theme(name: str = "light") -> Mapping[str, Any]:
    """Colours and font of the app, from the one file that holds them."""
    with THEME.open("rb") as file:
        settings = tomllib.load(file)["theme"]
    return {**settings, **settings[name]}


def to_static(
    spec: Mapping[str, Any], *, width: int = WIDTH, name: str = "light", font: str | None = None
) -> dict[str, Any]:
    """A specification that needs no app around it: fixed width, colours and font inside.

    >>> drawn = to_static({"mark": {"type": "text", "color": "currentColor"}, "config": {}})
    >>> drawn["mark"]["color"] == theme()["textColor"]
    True
    """
    look = theme(name)
    text, faint, line = look["textColor"], look["grayTextColor"], look["borderColor"]
    out: dict[str, Any] = _coloured(copy.deepcopy(dict(spec)), text)
    family = font or str(look["font"]).split(",")[0].strip()
    given = out.pop("config", {})
    axis = {"labelColor": faint, "titleColor": faint, "gridColor": line, "domainColor": line}
    base: dict[str, Any] = {
        "background": None,
        "font": family,
        "range": {
            "category": look["chartCategoricalColors"],
            "ramp": look["chartSequentialColors"],
            "heatmap": look["chartSequentialColors"],
            "diverging": look["chartDivergingColors"],
        },
        "axis": axis,
        "legend": {"labelColor": faint, "titleColor": faint},
    }
    for key, value in given.items():
        base[key] = {**base.get(key, {}), **value} if isinstance(value, dict) else value
    out["config"] = base
    out["width"] = width
    out["autosize"] = {"type": "fit", "contains": "padding"}
    return out


def as_svg(spec: Mapping[str, Any], *, width: int = WIDTH) -> str:
    """A chart as SVG for the printed report."""
    return str(_converter().vegalite_to_svg(to_static(spec, width=width)))


def as_png(
    spec: Mapping[str, Any], *, width: int = WIDTH, name: str = "light", scale: float = 1.5
) -> bytes:
    """A chart as a picture on the theme's background."""
    static = to_static(spec, width=width, name=name)
    static["background"] = theme(name)["backgroundColor"]
    static["padding"] = 12
    return bytes(_converter().vegalite_to_png(static, scale=scale))


@functools.cache
def _converter() -> Any:
    import vl_convert

    if FONTS.is_dir():
        vl_convert.register_font_directory(str(FONTS))
    return vl_convert


def _coloured(part: Any, text: str) -> Any:
    if isinstance(part, dict):
        return {key: _coloured(value, text) for key, value in part.items() if key != "usermeta"}
    if isinstance(part, list):
        return [_coloured(value, text) for value in part]
    return text if part == "currentColor" else part
