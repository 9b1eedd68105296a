"""Write Tormeline's three files: an office list, a workbook kept by hand, an accounting export."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import xlsxwriter
from write_files import uncompressed, write_csv

if TYPE_CHECKING:
    from tormeline import Enquiry, Quote

XERO = (
    "ContactName,EmailAddress,POAddressLine1,POAddressLine2,POAddressLine3,POAddressLine4,POCity,"
    "PORegion,POPostalCode,POCountry,SAAddressLine1,SAAddressLine2,SAAddressLine3,SAAddressLine4,"
    "SACity,SARegion,SAPostalCode,SACountry,InvoiceNumber,Reference,InvoiceDate,DueDate,"
    "PlannedDate,Total,TaxTotal,InvoiceAmountPaid,InvoiceAmountDue,InventoryItemCode,Description,"
    "Quantity,UnitAmount,Discount,LineAmount,AccountCode,TaxType,TaxAmount,TrackingName1,"
    "TrackingOption1,TrackingName2,TrackingOption2,Currency,Type,Sent,Status"
)
HEADER = tuple(XERO.split(","))
TAX = Decimal("0.20")


def write_enquiries(path: Path, enquiries: Sequence[Enquiry]) -> None:
    """Write the office's list: semicolons, days as 27.3.2025."""
    rows = [["Enquiry ID", "Enquiry date", "Company", "Contact", "Source", "Segment",
             "First response", "Quote sent", "Accepted on"]]  # fmt: skip
    for number, one in enumerate(enquiries, start=1):
        rows.append([
            f"E{number:04d}", german(one.asked), one.client.name, one.client.contact,
            one.client.channel, one.client.room, german(one.answered),
            german(one.quote.sent if one.quote else None),
            german(one.quote.decided if one.quote and one.quote.status == "Accepted" else None),
        ])  # fmt: skip
    write_csv(path, rows, bom=True, mark=";")


def german(day: date | None) -> str:
    """Write a day as 27.3.2025."""
    return f"{day.day}.{day.month}.{day.year}" if day else ""


def write_quotes(path: Path, quotes: Sequence[Quote]) -> None:
    """Write the workbook kept by hand: title, note, header, rows, total."""
    packed = io.BytesIO()
    book = xlsxwriter.Workbook(packed, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 2, 9, 0), "author": ""})
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    money = book.add_format({"num_format": "€ #,##0"})
    sheet = book.add_worksheet("Quotes")
    sheet.set_column(0, 9, 15)
    sheet.write_string(0, 0, "Quotes, all years", bold)
    sheet.write_string(1, 0, "No answer after three months: closed by the office")
    header = ["Quote no.", "Sent", "Client", "Source", "Segment", "Quoted by", "Amount (EUR)",
              "Status", "Decision date", "Reason"]  # fmt: skip
    sheet.write_row(3, 0, header, bold)
    for line, one in enumerate(quotes, start=4):
        texts = {0: one.number, 2: one.client.name, 3: one.client.channel, 4: one.client.room,
                 5: one.seller, 7: one.status, 9: one.reason}  # fmt: skip
        for column, text in texts.items():
            if text:
                sheet.write_string(line, column, text)
        sheet.write_datetime(line, 1, midnight(one.sent), day)
        sheet.write_number(line, 6, float(one.amount), money)
        if one.decided:
            sheet.write_datetime(line, 8, midnight(one.decided), day)
    last = 4 + len(quotes)
    sheet.write_string(last + 1, 0, "Total", bold)
    stated = sum(one.amount for one in quotes)
    sheet.write_formula(last + 1, 6, f"=SUM(G5:G{last})", money, f"{stated}")
    book.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(uncompressed(packed.getvalue()))


def midnight(day: date) -> datetime:
    """The beginning of a day, as workbooks keep days."""
    return datetime(day.year, day.month, day.day)


def write_invoices(path: Path, quotes: Sequence[Quote], random: Random) -> None:
    """Write the accounting export: one line an invoice, 20 % tax on top, day before month."""
    billed = sorted(
        (day, quote.client.name, part, quote)
        for quote in quotes
        for part, (day, _) in enumerate(quote.invoices)
    )
    rows: list[list[str]] = [list(HEADER)]
    for at, (day, name, part, quote) in enumerate(billed):
        amount = quote.invoices[part][1]
        paid_after = random.randint(6, 58)
        status = "Paid" if day + timedelta(paid_after) < date(2026, 11, 2) else "Awaiting Payment"
        kind = "Sales invoice"
        if at % 127 == 60:
            status = "Voided"
        rows.append(line_of(at, day, name, part, quote, amount, status, kind))
        if status == "Voided":
            rows.append(line_of(at, day, name, part, quote, amount, "Paid", kind, again=True))
        if at % 83 == 41:
            off = (amount * Decimal("0.1")).quantize(Decimal("0.01"))
            rows.append(line_of(at, day, name, part, quote, -off, "Paid", "Sales credit note"))
    write_csv(path, rows)


def line_of(
    at: int, day: date, name: str, part: int, quote: Quote, amount: Decimal, status: str,
    kind: str, *, again: bool = False,
) -> list[str]:  # fmt: skip
    """One line of the export."""
    tax = (amount * TAX).quantize(Decimal("0.01"))
    number = f"INV-{2001 + at}" + ("a" if again else "")
    if kind == "Sales credit note":
        number = f"CN-{2001 + at}"
    total = amount + tax
    cells = dict.fromkeys(HEADER, "") | {
        "ContactName": name, "InvoiceNumber": number, "Reference": quote.number,
        "InvoiceDate": f"{day:%d/%m/%Y}", "DueDate": f"{day + timedelta(30):%d/%m/%Y}",
        "Total": f"{total:.2f}", "TaxTotal": f"{tax:.2f}",
        "InvoiceAmountPaid": f"{total:.2f}" if status == "Paid" else "0.00",
        "InvoiceAmountDue": f"{total:.2f}" if status == "Awaiting Payment" else "0.00",
        "Description": ("Deposit, 40 %", "On delivery")[part], "Quantity": "1.0000",
        "UnitAmount": f"{amount:.4f}", "LineAmount": f"{amount:.2f}", "AccountCode": "200",
        "TaxType": "20% (VAT on Income)", "TaxAmount": f"{tax:.2f}", "TrackingName1": "Room",
        "TrackingOption1": quote.client.room, "Currency": "EUR", "Type": kind, "Sent": "Sent",
        "Status": status,
    }  # fmt: skip
    return [cells[label] for label in HEADER]
