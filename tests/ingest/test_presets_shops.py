"""Exports of shops and market places: our rows under their headers, sums by hand."""

from __future__ import annotations

from decimal import Decimal

from revcore.ingest import presets
from tests.ingest.test_presets_billing import aside, day, money, preset

WOO = (
    "Date,Order #,N. Revenue (formatted),Status,Customer,Customer type,Product(s),Items sold,"
    "Coupon(s),Net Sales,Attribution\n"
)


def test_woocommerce_net_sales_with_refunds_as_rows_of_their_own(reading):
    text = (
        f"{WOO}"
        "2026-04-02 10:11:12,901,$50.00,completed,Ann Lee,new,2× Mug,2,SPRING,50,Organic: Search\n"
        "2026-04-03 09:00:00,902,$30.00,refunded,Bo Riis,new,1× Jug,1,,30,Direct\n"
        "2026-04-09 12:00:00,902,-$30.00,refunded,Bo Riis,new,1× Jug,-1,,-30,Direct\n"
        "2026-04-10 12:00:00,903,$9.00,on-hold,Cy Marsh,returning,1× Cup,1,,9,Direct\n"
    )
    dataset = reading({"wc-orders-report-export.csv": text})
    assert preset(dataset) == "woocommerce_orders"
    assert money(dataset, "orders") == [50, 30, -30]
    assert aside(dataset) == [(5, "status: on hold")]
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame["date"][0] == day("2026-04-02")
    assert frame["source"].to_list() == ["Organic: Search", "Direct", "Direct"]


ETSY_ORDERS = (
    "Sale Date,Order ID,Buyer User ID,Full Name,First Name,Last Name,Number of Items,"
    "Payment Method,Date Shipped,Street 1,Street 2,Ship City,Ship State,Ship Zipcode,Ship Country,"
    "Currency,Order Value,Coupon Code,Coupon Details,Discount Amount,Shipping Discount,Shipping,"
    "Sales Tax,Order Total,Status,Card Processing Fees,Order Net,Adjusted Order Total,"
    "Adjusted Card Processing Fees,Adjusted Net Order Amount,Buyer,Order Type,Payment Type\n"
    "09/03/26,9001,u1,Ann Lee,Ann,Lee,2,Credit Card,09/05/26,1 Way,,Town,BC,V2C,Canada,CAD,68.00,"
    ",,0,0,8.00,0,76.00,Completed,2.53,73.47,0.00,0.00,0.00,ann,online,online_cc\n"
    "09/04/26,9002,u2,Bo Riis,Bo,Riis,1,Credit Card,09/06/26,2 Way,,Town,BC,V2C,Canada,CAD,20.00,"
    "TEN,,2.00,0,4.00,0,22.00,Completed,1.10,20.90,0.00,0.00,0.00,bo,online,online_cc\n"
)
ETSY_ITEMS = (
    "Sale Date,Item Name,Buyer,Quantity,Price,Coupon Code,Coupon Details,Discount Amount,"
    "Shipping Discount,Order Shipping,Order Sales Tax,Item Total,Currency,Transaction ID,"
    "Listing ID,Date Paid,Date Shipped,Ship Name,Ship Country,Order ID,Variations,Order Type,"
    "Listings Type,Payment Type\n"
    "09/03/26,Mug,ann,2,34.00,,,0,0,8.00,0,68.00,CAD,4001,1501,09/03/26,09/05/26,Ann Lee,Canada,"
    "9001,,online,listing,online_cc\n"
    "09/04/26,Soap,bo,3,9.00,,,0,0,6.00,0,27.00,CAD,4002,1502,09/04/26,09/05/26,Bo Riis,Canada,"
    "9003,,online,listing,online_cc\n"
    "09/04/26,Dish,bo,1,5.00,,,0,0,6.00,0,5.00,CAD,4003,1503,09/04/26,09/05/26,Bo Riis,Canada,"
    "9003,,online,listing,online_cc\n"
)


def test_etsy_orders_write_the_month_first_and_nobody_is_asked(reading):
    dataset = reading({"EtsySoldOrders2026-9.csv": ETSY_ORDERS})
    assert preset(dataset) == "etsy_orders"
    assert money(dataset, "orders") == [76, 22]
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame["date"].to_list() == [day("2026-09-03"), day("2026-09-04")]
    assert not [one for one in dataset.questions if one.id.startswith("day_first")]
    assert dataset.currency == "CAD"


def test_etsy_items_are_lines_of_orders(reading):
    dataset = reading({"EtsySoldOrderItems2026-9.csv": ETSY_ITEMS})
    assert preset(dataset) == "etsy_order_items"
    assert money(dataset, "orders") == [68, 27, 5]
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame["product"].to_list() == ["Mug", "Soap", "Dish"]
    assert frame["order_id"].n_unique() == 2


def test_an_order_in_both_of_etsys_files_counts_once(reading):
    dataset = reading({"EtsySoldOrders.csv": ETSY_ORDERS, "EtsySoldOrderItems.csv": ETSY_ITEMS})
    orders = dataset.tables["orders"].frame
    assert orders.filter(orders["order_id"] == "9001")["file"].n_unique() == 1
    assert orders["order_id"].n_unique() == 3


AMAZON = (
    "amazon-order-id\tmerchant-order-id\tpurchase-date\tlast-updated-date\torder-status\t"
    "fulfillment-channel\tsales-channel\torder-channel\turl\tship-service-level\tproduct-name\t"
    "sku\tasin\titem-status\tquantity\tcurrency\titem-price\titem-tax\tshipping-price\t"
    "shipping-tax\tgift-wrap-price\tgift-wrap-tax\titem-promotion-discount\t"
    "ship-promotion-discount\tship-city\tship-state\tship-postal-code\tship-country\t"
    "promotion-ids\n"
    "112-1\t\t2026-04-10T09:15:00+00:00\t2026-04-12T09:15:00+00:00\tShipped\tAmazon\tAmazon.de\t"
    "\t\tSecondDay\tSheet\tS1\tB01\tShipped\t2\tEUR\t89.90\t17.08\t0.00\t0.00\t\t\t10.00\t\tBerlin"
    "\t\t10115\tDE\t\n"
    "112-2\t\t2026-04-11T14:42:00+00:00\t2026-04-12T09:15:00+00:00\tCancelled\tAmazon\tAmazon.de\t"
    "\t\tSecondDay\tMug\tS2\tB02\tCancelled\t0\tEUR\t\t\t\t\t\t\t\t\tBerlin\t\t10115\tDE\t\n"
    "112-3\t\t2026-04-12T14:42:00+00:00\t2026-04-13T09:15:00+00:00\tShipped\tAmazon\tAmazon.fr\t"
    "\t\tSecondDay\tMug\tS2\tB02\tShipped\t1\tEUR\t21.00\t4.20\t\t\t\t\t\t\tParis\t\t75001\tFR\t\n"
)


def test_amazon_items_count_at_their_price_and_cancelled_ones_do_not(reading):
    dataset = reading({"orders.txt": AMAZON})
    assert preset(dataset) == "amazon_orders"
    assert money(dataset, "orders") == [Decimal("89.90"), 21]
    assert [line for line, _ in aside(dataset)] == [3]
    frame = dataset.tables["orders"].frame.sort("line")
    assert frame["source"].to_list() == ["Amazon.de", "Amazon.fr"]
    assert frame["date"][0] == day("2026-04-10")


def test_where_to_click_is_a_path():
    said = [preset.where for preset in presets.catalogue() if preset.where]
    assert len(said) >= 16
    assert all(" → " in where and not where.endswith((".", "→")) for where in said)
