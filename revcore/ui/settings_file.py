"""settings.toml: what was chosen in the app, to be read by the command line and by the app."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from typing import Any

from revcore.errors import SettingsError
from revcore.model import RECIPES, Settings

NAME = "settings.toml"


def to_toml(settings: Settings) -> str:
    """Write all that differs from the defaults, so that reading gives the same settings.

    >>> to_toml(Settings(company="Acme", gross_margin=0.78))
    'company = "Acme"\\ngross_margin = 0.78\\n'
    """
    data = settings.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    if RECIPES.get(settings.recipe.name) == settings.recipe and "recipe" in data:
        data["recipe"] = settings.recipe.name
    return _table(data)


def from_toml(data: bytes, name: str = NAME) -> Settings:
    """Read settings.

    Raises
    ------
    SettingsError
        The text is not TOML, or an entry cannot be followed.
    """
    try:
        entries = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SettingsError(f"“{name}” is not text.", fix="Save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(
            f"“{name}” cannot be read as settings: {error}.", fix="Correct this line."
        ) from None
    return Settings.of(entries, name=name)


def _table(data: Mapping[str, Any], above: str = "") -> str:
    """Plain entries first, then tables, as TOML wants it."""
    plain, tables = [], []
    for key, value in data.items():
        if value is None:
            continue
        name = f"{above}{_key(key)}"
        if isinstance(value, Mapping) and not above:
            tables.append(f"\n[{name}]\n{_table(value, f'{name}.')}")
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            tables += [f"\n[[{name}]]\n{_table(entry, f'{name}.')}" for entry in value]
        else:
            plain.append(f"{_key(key)} = {_value(value)}\n")
    return "".join(plain + tables)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return repr(value)


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").isalnum() else _text(key)


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
