"""Lines below an order's first one: its further items, or only a remark."""

import pytest


def test_a_line_with_only_a_remark_is_no_line_of_the_order_above_it(reading):
    text = (
        "Order ID,Order date,Customer name,Category,Order total,Our remarks\n"
        "O-1,2024-01-20,Acme,Plus,10.50,called\n,,,,,and called again\n"
        "O-2,2024-02-21,Birch,Basic,7.25,\nO-3,2024-03-22,Cobalt,Plus,3.00,by post\n"
    )
    dataset = reading({"orders.csv": text})
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame.select("order_id", "line").rows() == [("O-1", 2), ("O-2", 4), ("O-3", 5)]
    (sheet,) = dataset.files[0].sheets
    assert (sheet.rows_in, sheet.rows_used, sheet.total_used) == (4, 3, {"unknown": 20.75})
    assert not [one for one in dataset.notices if one.id.startswith("carried")]


@pytest.mark.parametrize(
    ("header", "cells"), [("Item", ("Mug,", "Cup,")), ("Was ist drin,Quantity", ("Mug,2", "Cup,3"))]
)
def test_a_further_line_with_an_item_or_a_number_belongs_to_the_order(reading, header, cells):
    first, second = cells
    text = (
        f"Order ID,Order date,Customer name,Order total,{header},x\n"
        f"O-1,2024-01-20,Acme,10.50,{first}\n,,,,{second}\n"
        f"O-2,2024-02-21,Birch,7.25,{first}\nO-3,2024-03-22,Cobalt,3.00,{first}\n"
    )
    frame = reading({"orders.csv": text}).tables["orders"].frame.sort("line")
    assert frame["order_id"].to_list() == ["O-1", "O-1", "O-2", "O-3"]
    assert frame["amount"].sum() == 2075
