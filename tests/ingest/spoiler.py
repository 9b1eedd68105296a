"""Clean tables, spoilt on purpose: the same facts must come out of the file.

A :class:`Sketch` is a clean table that faults (``faults.py``) change one after another; rendered,
it is a file as people send it. :func:`same_facts` reads the file and compares. Run as a module it
tries thousands of seeds and prints how many of each fault came through::

    python -m tests.ingest.spoiler 10000
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import polars as pl

from revcore.errors import RevcoreError
from revcore.ingest import Source, read_files
from revcore.model import Dataset, Settings

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | dt.date | None
Line = list[Cell]

CUSTOMERS = (
    "Acme Ltd", "Birch & Sons", "Cobalt SA", "Dune Studio", "Évry Conseil", "Fjord Bakeri",
    "Granite Works", "Hagemann GmbH", "Iris Optik", "Jonquil Press",
)  # fmt: skip
PRODUCTS = ("Basic", "Plus", "Team, yearly", "Support")
OWNERS = ("Ann Lee", "Bo Riis", "Cleo Marsh")
CHANNELS = ("Google Ads", "LinkedIn", "Trade fair")


@dataclass
class Style:
    """How typed cells are written."""

    decimal: str = "."
    group: str = ""
    day: Callable[[dt.date], str] = dt.date.isoformat
    money: Callable[[str], str] = str
    minus: str = "-{}"
    pad: bool = False


@dataclass
class Sketch:
    """One table on its way to a file.

    roles
        Our name of each column, "" for columns that mean nothing to us.
    body
        Lines below the header, typed; ``marks`` are those that are no rows of the table.
    """

    table: str
    stem: str
    roles: list[str]
    headers: list[Cell]
    body: list[Line]
    rng: random.Random
    heads: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    below: list[Line] = field(default_factory=list)
    marks: set[int] = field(default_factory=set)
    style: Style = field(default_factory=Style)
    left: int = 0
    book: bool = False
    copy: bool = False
    merges: list[tuple[int, int, int]] = field(default_factory=list)
    delimiter: str = ","
    newline: str = "\n"
    encoding: str = "utf-8"
    quote_all: bool = False
    first_line: str = ""
    finish: list[Callable[[str], str]] = field(default_factory=list)

    def rows(self) -> list[Line]:
        """The lines that are rows of the table."""
        return [line for line in self.body if id(line) not in self.marks]

    def mark(self, line: Line) -> Line:
        """Note a line as no row of the table."""
        self.marks.add(id(line))
        self._kept.append(line)
        return line

    _kept: list[Line] = field(default_factory=list)

    def at(self, role: str) -> int:
        """Place of a column."""
        return self.roles.index(role)

    def has(self, *roles: str) -> bool:
        """Whether all these columns are there."""
        return all(role in self.roles for role in roles)

    def blank_line(self) -> Line:
        """A line with no cell filled."""
        return [None] * len(self.headers)

    def lines(self) -> list[Line]:
        """Everything, from the first line of the sheet to the last."""
        heads = self.heads or [self.headers]
        pad: Line = [None] * self.left
        return [[*pad, *line] for line in (*self.above, *heads, *self.body, *self.below)]


# ---------------------------------------------------------------- clean tables
def clean(kind: str, rng: random.Random) -> Sketch:
    """A clean table of one kind, with dates whose day and month cannot be confused throughout."""
    count = rng.randint(8, 32)
    start = dt.date(2024, 1, 20)
    days = sorted(start + dt.timedelta(rng.randint(0, 330)) for _ in range(count))
    days[0] = start
    columns: dict[str, Callable[[int], Cell]] = {
        "number": lambda at: f"{kind[:1].upper()}-{1000 + at}",
        "customer": lambda _: rng.choice(CUSTOMERS),
        "date": lambda at: days[at],
        "later": lambda at: days[at] + dt.timedelta(rng.randint(1, 40)),
        "money": lambda _: Decimal(rng.randint(1_050, 9_999_999)) / 100,
        "money or credit": lambda _: Decimal(rng.randint(-500_000, 9_999_999)) / 100,
        "product": lambda _: rng.choice(PRODUCTS),
        "quantity": lambda _: rng.randint(1, 9),
        "stage": lambda _: rng.choice(("Won", "Lost", "Demo", "Proposal")),
        "owner": lambda _: rng.choice((*OWNERS, None)),
        "channel": lambda _: rng.choice(CHANNELS),
        "deal": lambda at: f"Roll-out number {at}",
        "interval": lambda _: rng.choice(("monthly", "yearly")),
    }
    names = _KINDS[kind]
    body = [[columns[source](at) for _, source, _ in names] for at in range(count)]
    return Sketch(
        table=kind,
        stem=f"{kind}_2024",
        roles=[role for role, _, _ in names],
        headers=[header for _, _, header in names],
        body=body,
        rng=rng,
    )


_KINDS = {
    "invoices": [
        ("invoice_id", "number", "Invoice number"), ("customer", "customer", "Customer"),
        ("date", "date", "Invoice date"), ("product", "product", "Product"),
        ("amount", "money or credit", "Net amount"),
    ],
    "orders": [
        ("order_id", "number", "Order ID"), ("date", "date", "Order date"),
        ("customer", "customer", "Customer name"), ("product", "product", "Category"),
        ("quantity", "quantity", "Quantity"), ("amount", "money", "Order total"),
    ],
    "deals": [
        ("deal_id", "number", "Deal ID"), ("name", "deal", "Deal name"),
        ("customer", "customer", "Account name"), ("stage", "stage", "Deal stage"),
        ("amount", "money", "Deal value"), ("created", "date", "Create date"),
        ("closed", "later", "Close date"), ("owner", "owner", "Deal owner"),
    ],
    "subscriptions": [
        ("subscription_id", "number", "Subscription ID"), ("customer", "customer", "Customer"),
        ("plan", "product", "Plan"), ("start", "date", "Start date"),
        ("amount", "money", "Plan amount"), ("interval", "interval", "Billing interval"),
    ],
    "spend": [
        ("date", "date", "Day"), ("channel", "channel", "Channel"),
        ("campaign", "product", "Campaign"), ("amount", "money", "Cost"),
    ],
    "payments": [
        ("payment_id", "number", "Payment ID"), ("date", "date", "Payment date"),
        ("customer", "customer", "Customer name"), ("amount", "money", "Amount received"),
    ],
}  # fmt: skip
KINDS = tuple(_KINDS)


# ---------------------------------------------------------------- to a file
def written(cell: Cell, style: Style) -> str:
    """A typed cell as text."""
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        text = style.day(cell)
    elif isinstance(cell, Decimal):
        whole, _, part = f"{abs(cell):,.2f}".partition(".")
        number = whole.replace(",", style.group) + style.decimal + part
        text = style.money(number)
        text = style.minus.format(text) if cell < 0 else text
    else:
        text = str(cell)
    return f"  {text}\u00a0" if style.pad else text


def render(sketch: Sketch) -> Source:
    """The file a sketch stands for."""
    lines = [[written(cell, sketch.style) for cell in line] for line in sketch.lines()]
    if sketch.book:
        return Source(f"{sketch.stem}.xlsx", _workbook(sketch))
    out = io.StringIO()
    writer = csv.writer(
        out,
        delimiter=sketch.delimiter,
        lineterminator=sketch.newline,
        quoting=csv.QUOTE_ALL if sketch.quote_all else csv.QUOTE_MINIMAL,
    )
    writer.writerows(lines)
    text = out.getvalue()
    for change in sketch.finish:
        text = change(text)
    data = (sketch.first_line + text).encode(sketch.encoding, errors="replace")
    return Source(f"{sketch.stem}.csv", data)


def _workbook(sketch: Sketch) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheets = [book.add_worksheet("Report")]
    if sketch.copy:
        sheets.append(book.add_worksheet("Before"))
        sheets[1].hide()
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for sheet in sheets:
        _fill(sheet, sketch, day)
    book.close()
    return out.getvalue()


def _fill(sheet: Worksheet, sketch: Sketch, day: Format) -> None:
    for row, line in enumerate(sketch.lines()):
        for column, cell in enumerate(line):
            if isinstance(cell, dt.date):
                sheet.write_datetime(row, column, dt.datetime(cell.year, cell.month, cell.day), day)
            elif isinstance(cell, Decimal):
                sheet.write_number(row, column, float(cell))
            elif isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell is not None:
                sheet.write_string(row, column, cell)
    for line, first, last in sketch.merges:
        row = len(sketch.above) + line
        cell = str(sketch.lines()[row][first + sketch.left] or "")
        sheet.merge_range(row, first + sketch.left, row, last + sketch.left, cell)


# ---------------------------------------------------------------- facts
_STATUS = {"Won": "won", "Lost": "lost"}
Facts = Counter[tuple[object, ...]]


def expected(sketch: Sketch, roles: Sequence[str]) -> Facts:
    """The facts of a clean table, one tuple per row."""
    places = [sketch.at(role) for role in roles]
    return Counter(tuple(line[at] for at in places) for line in sketch.rows())


def found(dataset: Dataset, table: str, roles: Sequence[str]) -> Facts:
    """The same facts as read."""
    if table not in dataset.tables:
        return Counter()
    read = dataset.tables[table]
    frame = read.frame
    assert isinstance(frame, pl.DataFrame)
    columns: list[list[object]] = []
    for role in roles:
        if role not in frame.columns:
            return Counter()
        values: list[object] = frame[role].to_list()
        if role == "customer":
            values = [None if at is None else dataset.customers[int(str(at))] for at in values]
        elif role in ("amount",):
            scale = read.scale.get(role, 0)
            values = [None if v is None else Decimal(int(str(v))).scaleb(-scale) for v in values]
        elif role in ("date", "created", "closed", "start"):
            epoch = dt.date(1970, 1, 1)
            values = [None if v is None else epoch + dt.timedelta(int(str(v))) for v in values]
        elif role == "interval":
            values = [{"month": "monthly", "year": "yearly"}.get(str(v), v) for v in values]
        columns.append(values)
    return Counter(zip(*columns, strict=True))


def difference(kind: str, faults: Sequence[Callable[[Sketch], None]], seed: int) -> str:
    """Spoil a clean table and read it; empty where the same facts come out, else what differs."""
    sketch = clean(kind, random.Random(seed))
    roles = list(sketch.roles)
    want = expected(sketch, roles)
    total = sum((Decimal(str(line[sketch.at("amount")])) for line in sketch.rows()), Decimal(0))
    for fault in faults:
        fault(sketch)
    source = render(sketch)
    try:
        dataset = read_files([source], Settings())
    except RevcoreError as error:
        return str(error)
    got = found(dataset, kind, roles)
    if got == want:
        others = sorted(set(dataset.tables) - {kind})
        return f"also read as {others}" if others else _ledger(dataset, kind, total)
    missing, more = want - got, got - want
    return f"{len(got)} of {len(want)} rows; missing {list(missing)[:1]}, instead {list(more)[:1]}"


def _ledger(dataset: Dataset, kind: str, total: Decimal) -> str:
    """What the file's own account says otherwise: no sum may count as a row."""
    sheets = [sheet for file in dataset.files for sheet in file.sheets if sheet.table == kind]
    for sheet in sheets:
        money = sum(Decimal(str(part)) for part in sheet.total_in.values())
        if abs(money - total) > Decimal("0.01"):
            return f"total in {money}, not {total}"
        stated = sum(Decimal(str(part)) for part in sheet.stated_total.values())
        if sheet.stated_total and abs(stated) > abs(total) + Decimal("0.01"):
            return f"stated total {stated}, not {total}"
    return ""


# ---------------------------------------------------------------- many at once
@dataclass
class Tally:
    """How many files with a fault were tried, and how many came through."""

    tried: Counter[str] = field(default_factory=Counter)
    passed: Counter[str] = field(default_factory=Counter)
    failed: list[tuple[str, int, tuple[str, ...], str]] = field(default_factory=list)

    def lines(self) -> list[str]:
        """One line per fault, worst first."""
        order = sorted(self.tried, key=lambda name: (self.passed[name] / self.tried[name], name))
        return [
            f"{name:20} {self.passed[name]:6,} of {self.tried[name]:6,}"
            f"  {100 * self.passed[name] / self.tried[name]:6.1f} %"
            for name in order
        ]


def run(
    count: int, first_seed: int, *, least: int = 1, most: int = 4, only: Sequence[str] = ()
) -> Tally:
    """Spoil ``count`` tables by ``least`` to ``most`` faults each, drawn by seed."""
    from tests.ingest.faults import draw

    tally = Tally()
    for seed in range(first_seed, first_seed + count):
        rng = random.Random(seed)
        kind = rng.choice(KINDS)
        names, faults = draw(rng, kind, rng.randint(least, most), only)
        says = difference(kind, faults, seed)
        for name in (*names, f"{len(names)} at once"):
            tally.tried[name] += 1
            tally.passed[name] += not says
        if says:
            tally.failed.append((kind, seed, names, says))
    return tally


def mutated(data: bytes, rng: random.Random) -> bytes:
    """Some bytes changed, left out, put in, or the end cut off."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 12)):
        if not out:
            break
        at, kind = rng.randrange(len(out)), rng.random()
        if kind < 0.5:
            out[at] = rng.randrange(256)
        elif kind < 0.7:
            del out[at : at + rng.randint(1, 40)]
        elif kind < 0.9:
            out[at:at] = rng.randbytes(rng.randint(1, 20))
        else:
            del out[at + 1 :]
    return bytes(out) or b"x"


def changed(seed: int) -> bool:
    """Change bytes of a file and read it: whether facts came out, not a sentence of our own.

    Raises
    ------
    AssertionError
        Rows are neither used nor set aside. Anything else raised is a crash.
    """
    from tests.ingest.faults import draw

    rng = random.Random(seed)
    kind = rng.choice(KINDS)
    sketch = clean(kind, rng)
    sketch.book = bool(seed % 2)
    if not sketch.book:
        for change in draw(rng, kind, 2)[1]:
            change(sketch)
    source = render(sketch)
    assert isinstance(source.data, bytes)
    try:
        dataset = read_files([Source(source.name, mutated(source.data, rng))])
    except RevcoreError:
        return False
    for file in dataset.files:
        for page in file.sheets:
            assert page.rows_in == page.rows_used + page.rows_set_aside, (seed, page)
    return True


def main(arguments: Sequence[str]) -> int:
    """Try many seeds and print the share of each fault that came through."""
    warnings.simplefilter("error")
    count = int(arguments[0]) if arguments else 10_000
    first = int(arguments[1]) if len(arguments) > 1 else 0
    tally = run(count, first, only=arguments[2:])
    write = sys.stdout.write
    for kind, seed, names, says in tally.failed[:60]:
        write(f"{kind} seed {seed} {' + '.join(names)}: {says}\n")
    write("\n".join(tally.lines()) + "\n")
    write(f"{count - len(tally.failed):,} of {count:,} came through\n")
    bytes_tried = count // 10
    read = sum(changed(seed) for seed in range(first, first + bytes_tried))
    write(f"changed bytes: {bytes_tried:,} files, {read:,} read, the others one sentence each\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
