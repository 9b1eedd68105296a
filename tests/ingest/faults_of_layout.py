"""Faults of rows, headers, surroundings and bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

from tests.ingest.fault import fault
from tests.ingest.spoiler import Line, Sketch


def _with_customer(kind: str) -> bool:
    return kind not in ("spend",)


# ---------------------------------------------------------------- 4: rows
def _sum_line(sketch: Sketch, rows: Sequence[Line], label: str | None) -> Line:
    line = sketch.blank_line()
    for role in ("amount", "quantity"):
        if sketch.has(role):
            at = sketch.at(role)
            cells = [row[at] for row in rows]
            line[at] = sum(cell for cell in cells if isinstance(cell, (int, Decimal)))  # type: ignore[assignment]
    if label is not None:
        free = [at for at, role in enumerate(sketch.roles) if role and line[at] is None]
        line[free[0]] = label
    return sketch.mark(line)


@fault(4, "rows_in_groups order")
def subtotals(sketch: Sketch) -> None:
    _subtotals(sketch, lambda name: f"{name} Total")


@fault(4, "rows_in_groups order")
def subtotals_total_for(sketch: Sketch) -> None:
    _subtotals(sketch, lambda name: f"Total for {name}")


@fault(4, "rows_in_groups order")
def subtotals_without_label(sketch: Sketch) -> None:
    _subtotals(sketch, lambda name: None)


def _subtotals(sketch: Sketch, label: Callable[[str], str | None]) -> None:
    role = "customer" if sketch.has("customer") else "channel"
    at = sketch.at(role)
    body: list[Line] = []
    names = sorted({str(row[at]) for row in sketch.rows()})
    for name in names:
        rows = [row for row in sketch.rows() if row[at] == name]
        body += [*rows, _sum_line(sketch, rows, label(name))]
    sketch.body = body


@fault(4, "rows_in_groups order blank_column shuffled", _with_customer)
def group_rows(sketch: Sketch) -> None:
    """As “Sales by Customer Detail”: the customer on a row of its own, totals below."""
    _grouped(sketch, totals=True)


@fault(4, "rows_in_groups order blank_column shuffled", _with_customer)
def group_rows_without_totals(sketch: Sketch) -> None:
    _grouped(sketch, totals=False)


def _grouped(sketch: Sketch, *, totals: bool) -> None:
    at = sketch.at("customer")
    body: list[Line] = []
    for name in sorted({str(row[at]) for row in sketch.rows()}):
        rows = [row for row in sketch.rows() if row[at] == name]
        lead: Line = [name, *([None] * (len(sketch.headers) - 1))]
        body.append(sketch.mark(lead))
        for row in rows:
            del row[at]
            row.insert(0, None)
        body += rows
        if totals:
            line = sketch.blank_line()
            place = [role for role in sketch.roles if role != "customer"].index("amount") + 1
            line[place] = sum(row[place] for row in rows if isinstance(row[place], Decimal))  # type: ignore[assignment,misc]
            line[0] = f"Total for {name}"
            body.append(sketch.mark(line))
    del sketch.headers[at], sketch.roles[at]
    sketch.headers.insert(0, None)
    sketch.roles.insert(0, "group")
    sketch.body = body
    sketch.above = [["Sales by Customer Detail"], ["Our Company Ltd"], ["January - December 2024"],
                    [None]]  # fmt: skip


@fault(4, "rows_in_groups order shuffled", _with_customer)
def outline(sketch: Sketch) -> None:
    """As a pivot table: each customer printed once, with a total below."""
    sketch.rng.shuffle([])
    at = sketch.at("customer")
    for values in (sketch.headers, sketch.roles):
        values.insert(0, values.pop(at))  # type: ignore[attr-defined]
    for row in sketch.rows():
        row.insert(0, row.pop(at))
    body: list[Line] = []
    for name in sorted({str(row[0]) for row in sketch.rows()}):
        rows = [row for row in sketch.rows() if row[0] == name]
        total = _sum_line(sketch, rows, f"{name} Total")
        for row in rows[1:]:
            row[0] = None
        body += [*rows, total]
    sketch.body = body


@fault(5, "total")
def grand_total(sketch: Sketch) -> None:
    words = ("Total", "Grand Total", "Summe", "Gesamt", "TOTAL:", "Totale")
    label = sketch.rng.choice(words)
    sketch.body.append(_sum_line(sketch, sketch.rows(), label))


@fault(5, "total")
def total_without_label(sketch: Sketch) -> None:
    sketch.body.append(_sum_line(sketch, sketch.rows(), None))


@fault(6)
def blank_rows(sketch: Sketch) -> None:
    for _ in range(3):
        at = sketch.rng.randint(0, len(sketch.body))
        sketch.body.insert(at, sketch.mark(sketch.blank_line()))


@fault(6, "heads")
def repeated_header(sketch: Sketch) -> None:
    at = sketch.rng.randint(2, len(sketch.body))
    sketch.body.insert(at, sketch.mark(list(sketch.headers)))


# ---------------------------------------------------------------- 7: header
@fault(7, "heads currency_name units")
def units_row(sketch: Sketch) -> None:
    line = sketch.blank_line()
    for at, role in enumerate(sketch.roles):
        if role == "amount":
            line[at] = sketch.rng.choice(("EUR", "(EUR)", "in EUR", "€"))
        elif role in ("date", "created", "closed", "start"):
            line[at] = sketch.rng.choice(("yyyy-mm-dd", "date"))
        elif role == "quantity":
            line[at] = "pcs"
    sketch.heads = [sketch.headers, line]


@fault(7, "heads")
def stacked_header(sketch: Sketch) -> None:
    """Names of groups of columns above the names of columns, as merged cells leave them."""
    cut = sketch.rng.randint(2, len(sketch.headers) - 1)
    over: Line = sketch.blank_line()
    over[0], over[cut] = "General", "Details"
    sketch.heads = [over, sketch.headers]
    if sketch.book:
        sketch.merges = [(0, 0, cut - 1)]
        if cut < len(sketch.headers) - 1:
            sketch.merges.append((0, cut, len(sketch.headers) - 1))


@fault(7, "heads names", lambda kind: kind in ("invoices", "orders", "deals"))
def split_names(sketch: Sketch) -> None:
    """Names cut in two lines: “Order” above “date”."""
    over, under = sketch.blank_line(), sketch.blank_line()
    for at, name in enumerate(sketch.headers):
        first, _, rest = str(name or "").partition(" ")
        over[at], under[at] = (first, rest) if rest else (None, first)
        over[at], under[at] = over[at] or None, under[at] or None
    sketch.heads = [over, under]


# ---------------------------------------------------------------- 8: surroundings
@fault(8)
def titles(sketch: Sketch) -> None:
    lines: list[Line] = [["Quarterly report"], ["Printed on 3 January 2025"], [None]]
    sketch.above = [*lines[: sketch.rng.randint(1, 3)], *sketch.above]


@fault(8)
def keys_above(sketch: Sketch) -> None:
    sketch.above = [["Company:", "Our Company Ltd"], ["Year:", "2024"], [None], *sketch.above]


@fault(8, "comments book")
def comment_lines(sketch: Sketch) -> None:
    sketch.above = [["# ----"], ["# Report made by a tool"], ["# ----"], *sketch.above]


@fault(8, "below")
def footers(sketch: Sketch) -> None:
    sketch.below += [[None], ["Source: our own records"], ["© Our Company Ltd"]]


@fault(8, "below")
def second_table(sketch: Sketch) -> None:
    """A small table of something else below, after a blank line."""
    sketch.below += [
        [None], ["Office", "Desks", "Plants"], ["North", 12, 3], ["South", 9, 4], ["West", 5, 5],
    ]  # fmt: skip


@fault(8, "below side")
def table_beside(sketch: Sketch) -> None:
    """A small table of something else to the right, after a blank column."""
    more: list[Line] = [["Office", "Desks", "Plants"], ["North", 12, 3], ["South", 9, 4],
                        ["West", 5, 5]]  # fmt: skip
    heads = sketch.heads or [sketch.headers]
    for line, extra in zip([heads[-1], *sketch.body], more, strict=False):
        line += [None] * (len(sketch.roles) - len(line))
        line += [None, *extra]


# ---------------------------------------------------------------- 9: bytes
@fault(9, "encoding book")
def utf16(sketch: Sketch) -> None:
    sketch.encoding = "utf-16"


@fault(9, "encoding book")
def utf8_mark(sketch: Sketch) -> None:
    sketch.encoding = "utf-8-sig"


@fault(9, "encoding book pad")
def windows_1252(sketch: Sketch) -> None:
    if sketch.style.group == "\u202f":
        sketch.style.group = "\u00a0"
    sketch.encoding = "cp1252"


@fault(9, "newline book")
def windows_lines(sketch: Sketch) -> None:
    sketch.newline = "\r\n"


@fault(9, "newline book mac")
def old_mac_lines(sketch: Sketch) -> None:
    sketch.newline = "\r"


@fault(9, "delimiter book")
def tabs(sketch: Sketch) -> None:
    sketch.delimiter = "\t"


@fault(9, "delimiter book")
def semicolons(sketch: Sketch) -> None:
    sketch.delimiter = ";"


@fault(9, "delimiter book")
def pipes(sketch: Sketch) -> None:
    sketch.delimiter = "|"


@fault(9, "quotes book")
def all_quoted(sketch: Sketch) -> None:
    sketch.quote_all = True


@fault(9, "quotes book newline names")
def lines_in_quotes(sketch: Sketch) -> None:
    def wrap(text: str) -> str:
        lines = text.split("\n")
        return "\n".join(line and '"' + line.replace('"', '""') + '"' for line in lines)

    sketch.finish.append(wrap)


@fault(9, "book sep quotes")
def sep_line(sketch: Sketch) -> None:
    sketch.first_line = f"sep={sketch.delimiter}{sketch.newline}"


@fault(9, "below side total rows_in_groups trailing book newline quotes")
def cut_in_the_middle(sketch: Sketch) -> None:
    """The last line stops inside a column that means nothing to us."""
    sketch.roles.append("")
    sketch.headers.append("Comment")
    for line in sketch.body:
        line.append("a longer remark")
    sketch.finish.append(lambda text: text[: -len("longer remark\n")])


# ---------------------------------------------------------------- not read yet, and measured
@fault(3, "locale", lambda kind: kind != "deals")
def year_month_day_apart(sketch: Sketch) -> None:
    at = next(sketch.at(role) for role in ("date", "start") if sketch.has(role))
    days = [line[at] for line in sketch.body]
    sketch.headers[at : at + 1] = ["Year", "Month", "Day"]
    sketch.roles[at : at + 1] = ["", "", ""]
    for line, day in zip(sketch.body, days, strict=True):
        assert isinstance(day, dt.date)
        line[at : at + 1] = [day.year, day.month, day.day]


@fault(3, "locale currency_name units names total rows_in_groups minus")
def thousands(sketch: Sketch) -> None:
    at = sketch.at("amount")
    unit = sketch.rng.choice(("in thousands", "T€", "kEUR", "in thousands EUR"))
    sketch.headers[at] = f"{sketch.headers[at]} ({unit})"
    for line in sketch.body:
        line[at] = str(line[at] / 1000)  # type: ignore[operator]


@fault(7, "heads rows_in_groups total below side blank_column trailing")
def lying_on_its_side(sketch: Sketch) -> None:
    """Names down the first column, one row of the table per column."""
    turned = [list(cells) for cells in zip(sketch.headers, *sketch.rows(), strict=True)]
    sketch.heads, sketch.body = [turned[0]], turned[1:]


@fault(4, "rows_in_groups order shuffled", _with_customer)
def outline_without_totals(sketch: Sketch) -> None:
    outline(sketch)
    sketch.body = [line for line in sketch.body if id(line) not in sketch.marks]


@fault(1, "locale book")
def hidden_copy(sketch: Sketch) -> None:
    """A workbook with a copy of the sheet that nobody sees."""
    sketch.book = sketch.copy = True


@fault(4, "rows_in_groups order shuffled", _with_customer, handled=False)
def outline_in_any_order(sketch: Sketch) -> None:
    """Names printed once, out of order and without totals: nothing proves what blanks mean."""
    outline_without_totals(sketch)
    groups: list[list[Line]] = []
    for line in sketch.body:
        if line[0] is not None:
            groups.append([])
        groups[-1].append(line)
    first, *rest = groups
    sketch.body = [line for group in (*rest, first) for line in group]


@fault(1, "locale minus amounts pad", handled=False)
def about(sketch: Sketch) -> None:
    """Amounts that say they are estimates."""
    sketch.style.money = lambda text: f"ca. {text}"
