"""Whether a legacy workbook's container is whole, told before any reader follows its chains.

An .xls file is a small file system: chains of sectors. In a cut-off or forged file a chain may run
in a circle, and a reader that follows it never ends.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

_LAST_SECTOR = 0xFFFFFFFA
_HEADER_FATS = 109
_ENTRY = 128
_SMALL_STREAM = 4096


def is_sound(data: bytes) -> bool:
    """Whether every chain of sectors ends inside the file."""
    try:
        return _walk_all(data)
    except (struct.error, IndexError):
        return False


def _walk_all(data: bytes) -> bool:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        return False
    size = 1 << shift
    directory, mini, difat = (struct.unpack_from("<I", data, at)[0] for at in (48, 60, 68))
    fat = _fat(data, size, difat)
    tree = _chain(fat, directory)
    short = _chain(fat, mini)
    if tree is None or short is None or not tree:
        return False
    small = [entry for sector in short for entry in _numbers(data, sector, size)]
    for sector in tree:
        block = _sector(data, sector, size)
        for at in range(0, len(block) - _ENTRY + 1, _ENTRY):
            kind, start, length = block[at + 66], *struct.unpack_from("<II", block, at + 116)
            in_fat = kind == 5 or length >= _SMALL_STREAM
            if kind in (2, 5) and length and _chain(fat if in_fat else small, start) is None:
                return False
    return True


def _fat(data: bytes, size: int, difat: int) -> list[int]:
    """The table that says which sector follows which."""
    places = list(struct.unpack_from(f"<{_HEADER_FATS}I", data, 76))
    seen: set[int] = set()
    while difat < _LAST_SECTOR:
        if difat in seen:
            raise IndexError
        seen.add(difat)
        *more, difat = _numbers(data, difat, size)
        places += more
    used = [place for place in places if place < _LAST_SECTOR]
    return [entry for place in used for entry in _numbers(data, place, size)]


def _sector(data: bytes, sector: int, size: int) -> bytes:
    block = data[(sector + 1) * size : (sector + 2) * size]
    if len(block) < size:
        raise IndexError
    return block


def _numbers(data: bytes, sector: int, size: int) -> tuple[int, ...]:
    return struct.unpack(f"<{size // 4}I", _sector(data, sector, size))


def _chain(table: Sequence[int], start: int) -> list[int] | None:
    """Sectors of one chain; None where it runs in a circle or out of the table."""
    chain: list[int] = []
    while start < _LAST_SECTOR:
        if start >= len(table) or len(chain) > len(table):
            return None
        chain.append(start)
        start = table[start]
    return chain
