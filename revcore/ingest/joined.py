"""Customers counted as one because somebody said so: a layer over who is who, never over the rows.

Every row stays as it was read and every ledger is the same with and without: only the number of its
customer changes. Without the decision the same bytes give the same dataset as before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from revcore.ingest.identity import name_key
from revcore.ingest.sheet import KEYS, REASON, Sheet
from revcore.model import Alike, Notice, Question, Settings
from revcore.settings import Customers, Product

_Node = int | str


@dataclass(frozen=True)
class Joined:
    """Customers after the decisions.

    numbers
        New number by old number.
    names
        Name that is shown, by new number.
    also
        Other names of those that were joined, with the new number.
    """

    numbers: tuple[int, ...]
    names: tuple[str, ...]
    also: Mapping[str, int]
    notices: tuple[Notice, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anybody was joined."""
        return len(self.names) < len(self.numbers)


class _Groups:
    """Sets of customers that are one, by union and find."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}

    def find(self, one: _Node) -> _Node:
        while (above := self._above.get(one, one)) != one:
            self._above[one] = self._above.get(above, above)
            one = above
        return one

    def join(self, one: _Node, other: _Node) -> None:
        self._above[self.find(other)] = self.find(one)

    def count(self, customers: int) -> int:
        """How many customers are left of so many."""
        return len({self.find(one) for one in range(customers)})


def join(names: Sequence[str], sheets: Sequence[Sheet], settings: Settings) -> Joined:
    """Follow the decisions ``merge`` and ``by_parent`` of the settings.

    A name stands for every customer shown by it; where none is, for those whose name differs in
    punctuation or legal form only. A group has the rank of its earliest customer.

    Parameters
    ----------
    names
        Customers by number, as :func:`revcore.ingest.identity.resolve` gives them.
    sheets
        Sheets with the customer's number in the column ``customer``.
    """
    groups, shown = _Groups(), dict[_Node, str]()
    find = _Finder(names)
    parents = _parents(sheets, find)
    if not (settings.merge or parents):
        return Joined(tuple(range(len(names))), tuple(names), {})
    waiting = 0
    for entry in settings.merge:
        found = [find(name) for name in entry.customers]
        waiting += sum(not numbers for numbers in found)
        mine = [number for numbers in found for number in numbers]
        for number in mine[1:]:
            groups.join(mine[0], number)
        if mine and found[0]:
            shown[groups.find(mine[0])] = names[mine[0]]
    said = [*_say_merged(len(names), groups.count(len(names))), *_say_waiting(waiting)]
    asked: list[Question] = []
    if parents and settings.by_parent:
        before = groups.count(len(names))
        shown |= _by_parent(groups, parents, names)
        said += _say_parents(before, groups.count(len(names)))
    elif parents and settings.by_parent is None:
        asked = _ask_parents(parents, names, sheets)
    return _renumbered(names, groups, shown, said, asked)


class _Finder:
    """Customers by name: as shown, else as names are compared."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self._exact: dict[str, list[int]] | None = None
        self._alike: dict[str, list[int]] | None = None

    def __call__(self, name: str) -> list[int]:
        if self._exact is None:
            self._exact = _places(self._names)
        if name in self._exact:
            return self._exact[name]
        if self._alike is None:
            self._alike = _places(name_key(pl.Series(list(self._names), dtype=pl.String)))
        return self._alike.get(name_key(pl.Series([name]))[0] or "", [])


def _places(names: Iterable[str]) -> dict[str, list[int]]:
    out: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        out.setdefault(name, []).append(number)
    return out


def _renumbered(
    names: Sequence[str],
    groups: _Groups,
    shown: Mapping[_Node, str],
    said: Sequence[Notice],
    asked: Sequence[Question],
) -> Joined:
    """Groups in the order of their first customers, who came first by date and key."""
    heads: dict[_Node, int] = {}
    numbers = tuple(heads.setdefault(groups.find(one), len(heads)) for one in range(len(names)))
    final: dict[int, str] = {}
    for one, number in enumerate(numbers):
        final.setdefault(number, names[one])
    for node, name in shown.items():
        if (head := groups.find(node)) in heads:
            final[heads[head]] = name
    also = {
        name: number for name, number in zip(names, numbers, strict=True) if final[number] != name
    }
    return Joined(numbers, tuple(final.values()), also, tuple(said), tuple(asked))


def put(joined: Joined, sheets: Iterable[Sheet]) -> None:
    """Give every row the number its customer has now."""
    if joined.changed:
        new = pl.Series(joined.numbers, dtype=pl.Int64)
        for sheet in sheets:
            if sheet.has("customer"):
                sheet.put("customer", new.gather(sheet.frame["customer"].cast(pl.UInt32)))


def rename_products(sheets: Iterable[Sheet], chosen: Sequence[Product]) -> None:
    """Count products under the name somebody chose for them; the files keep theirs."""
    names = {one.name: one.counts_as for one in chosen}
    for sheet in sheets:
        if names and sheet.has("product") and sheet.table != "products":
            sheet.put("product", pl.col("product").replace(names))


# ---------------------------------------------------------------- suggestions decided
def decided(
    pairs: Sequence[Alike], names: Sequence[str], joined: Joined, declined: Sequence[Customers]
) -> tuple[Alike, ...]:
    """Suggestions with what was decided about them: one customer, or two."""
    if not (joined.changed or declined):
        return tuple(pairs)
    number = {name: joined.numbers[one] for one, name in reversed(list(enumerate(names)))}
    apart = [set(entry.customers) for entry in declined]

    def decision(pair: Alike) -> str | None:
        if joined.changed and number[pair.one] == number[pair.other]:
            return "one"
        return "two" if any({pair.one, pair.other} <= entry for entry in apart) else None

    return tuple(replace(pair, decision=decision(pair)) for pair in pairs)


# ---------------------------------------------------------------- parents
def _parents(sheets: Sequence[Sheet], find: _Finder) -> dict[int, _Node]:
    """Customer -> its parent: a customer's number, or the parent's name where it is none itself.

    The parent most rows give counts; one that is its own parent has none.
    """
    parts = [
        sheet.frame.filter(pl.col(REASON).is_null())
        .select("customer", pl.col("parent").str.strip_chars())
        .drop_nulls()
        for sheet in sheets
        if sheet.has("customer", "parent")
    ]
    if not parts:
        return {}
    told = (
        pl.concat(parts)
        .group_by("customer", "parent")
        .len()
        .sort(["customer", "len", "parent"], descending=[False, True, False])
        .unique("customer", keep="first", maintain_order=True)
    )
    ids = _ids(sheets)
    out: dict[int, _Node] = {}
    for customer, parent, _ in told.iter_rows():
        known = ids.get(parent) or find(parent)
        node: _Node = known[0] if len(known) == 1 else parent
        if node != customer and customer not in known:
            out[customer] = node
    return out


def _ids(sheets: Sequence[Sheet]) -> dict[str, list[int]]:
    """Customer numbers as files print them -> ours."""
    key = KEYS["customer_id"]
    out: dict[str, list[int]] = {}
    for sheet in sheets:
        if sheet.has("customer", "parent", key):
            for name, number in sheet.frame.select(key, "customer").drop_nulls().iter_rows():
                if number not in out.setdefault(name, []):
                    out[name].append(number)
    return out


def _by_parent(
    groups: _Groups, parents: Mapping[int, _Node], names: Sequence[str]
) -> dict[_Node, str]:
    """Join every customer with its parent; the group is called by the highest of them."""
    for customer, parent in parents.items():
        groups.join(parent, customer)
    shown: dict[_Node, str] = {}
    for customer in sorted(parents):
        top, seen = parents[customer], {customer}
        while isinstance(top, int) and top in parents and top not in seen:
            seen.add(top)
            top = parents[top]
        shown.setdefault(groups.find(customer), names[top] if isinstance(top, int) else top)
    return shown


def _ask_parents(
    parents: Mapping[int, _Node], names: Sequence[str], sheets: Sequence[Sheet]
) -> list[Question]:
    groups = _Groups()
    _by_parent(groups, parents, names)
    left = groups.count(len(names))
    if left == len(names):
        return []
    sheet = next(one for one in sheets if one.has("customer", "parent"))
    header = sheet.printed(sheet.plan.header("parent") or "")
    return [
        Question(
            id="by_parent",
            text=f"Does a group count as one customer? “{header}” in “{sheet.name}” gives "
            f"{len(parents):,} of {len(names):,} customers a parent; counted by parent there are "
            f"{left:,} customers.",
            choices=["each on its own", "by parent"],
            taken="each on its own",
            file=sheet.name,
        )
    ]


# ---------------------------------------------------------------- what is said
def _say_merged(before: int, after: int) -> list[Notice]:
    if before == after:
        return []
    gone = before - after
    text = (
        f"{before:,} customers of the files count as {after:,}: {gone:,} "
        f"{'is' if gone == 1 else 'are'} the same as another, as you said."
    )
    return [Notice(id="joined_customers", text=text, values={"files": before, "counted": after})]


def _say_waiting(names: int) -> list[Notice]:
    if not names:
        return []
    text = (
        f"{names:,} {'name' if names == 1 else 'names'} you joined with another "
        f"{'stands' if names == 1 else 'stand'} in none of these files; the decision waits."
    )
    return [Notice(id="joined_elsewhere", text=text, values={"names": names})]


def _say_parents(before: int, after: int) -> list[Notice]:
    text = f"Customers are counted by parent: {before:,} of the files are {after:,}, as you said."
    return [Notice(id="by_parent", text=text, values={"files": before, "counted": after})]
