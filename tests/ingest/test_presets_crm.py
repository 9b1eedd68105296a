"""Exports of CRMs and of advertising: our own rows under their headers, figures by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from revcore.errors import RevcoreError


def day(text: str) -> int:
    """Days since 1970-01-01."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def deals(dataset, *columns: str) -> list[tuple[object, ...]]:
    """Deals in file order, some columns."""
    return dataset.tables["deals"].frame.sort("line").select(columns).rows()


def only(dataset):
    """The one sheet read."""
    return dataset.files[0].sheets[0]


PIPEDRIVE = {
    "en": (
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency,Deal - Organization,Deal - Stage,"
        "Deal - Status,Deal - Deal created,Deal - Won time,Deal - Lost time,Deal - Owner",
        ("Won", "Lost", "Open"),
    ),
    "cs": (
        "Obchod - ID,Obchod - Název*,Obchod - Hodnota,Obchod - Měna hodnoty,Organizace,"
        "Obchod - Fáze,Obchod - Stav,Deal - Add time,Obchod - Datum výhry,Obchod - Datum prohry,"
        "Deal - Owner",
        ("Vyhráno", "Prohráno", "Otevřeno"),
    ),
    "pt": (
        "Negócio - ID,Negócio - Título,Negócio - Valor,Negócio - Moeda,Negócio - Organização,"
        "Negócio - Etapa,Negócio - Status,Negócio - Negócio criado em,Negócio - Ganho em,"
        "Negócio - Data de perda,Negócio - Proprietário",
        ("Ganho", "Perdido", "Aberto"),
    ),
}


@pytest.mark.parametrize("language", PIPEDRIVE)
def test_pipedrive_status_decides_and_the_stage_is_kept(reading, language):
    header, (won, lost, running) = PIPEDRIVE[language]
    text = (
        f"{header}\n"
        f"1,Acme site,1000,EUR,Acme,Negotiation,{won},2024-01-02 09:00:00,"
        "2024-02-01 10:00:00,,Ida\n"
        f"2,Birch app,500,EUR,Birch,Proposal,{lost},2024-01-03 09:00:00,,2024-01-20 10:00:00,Ida\n"
        f"3,Cobalt,,EUR,Cobalt,Qualified,{running},2024-01-04 09:00:00,,,Tom\n"
    )
    dataset = reading({"deals.csv": text})
    assert only(dataset).preset == "pipedrive_deals"
    assert deals(dataset, "status", "stage", "amount", "closed") == [
        ("won", "Negotiation", 1000, day("2024-02-01")),
        ("lost", "Proposal", 500, day("2024-01-20")),
        ("open", "Qualified", None, None),
    ]
    assert dataset.currency == "EUR"
    assert set(dataset.customers) == {"Acme", "Birch", "Cobalt"}


def test_pipedrive_in_spanish_has_the_day_won(reading):
    text = (
        "Negocio - ID,Negocio - Título,Negocio - Propietario,Negocio - Negocio creado el,"
        "Negocio - Fecha de ganado\n"
        "7,Acme,Ida,2024-01-02 10:00:00,2024-02-03 10:00:00\n"
        "8,Birch,Ida,2024-01-05 10:00:00,\n"
    )
    dataset = reading({"deals.csv": text})
    assert only(dataset).preset == "pipedrive_deals"
    assert deals(dataset, "status", "created", "closed") == [
        ("won", day("2024-01-02"), day("2024-02-03")),
        ("open", day("2024-01-05"), None),
    ]


def test_a_salesforce_report_needs_no_opportunity_id(reading):
    text = (
        "Territory Region,Opportunity Owner,Account Name,Opportunity Name,Stage,Forecast Category,"
        "Total Amount Currency,Total Amount,Fiscal Period,Close Date,Opportunity Next Steps,Type\n"
        'EMEA,Ida Lund,Acme,Acme one,Closed Won,Closed,USD,"$1,234,567",Q1-2024,3/28/2024,,New\n'
        "EMEA,Ida Lund,Birch,Birch new,Closed Lost,Omitted,USD,$90,Q1-2024,2/15/2024,,New\n"
        "EMEA,Tom Reyes,Cobalt,Cobalt new,Negotiation,Commit,USD,$10,Q2-2024,5/30/2024,,New\n"
    )
    dataset = reading({"report.csv": text})
    assert only(dataset).preset == "salesforce_opportunities"
    assert deals(dataset, "status", "amount", "closed") == [
        ("won", 1_234_567, day("2024-03-28")),
        ("lost", 90, day("2024-02-15")),
        ("open", 10, day("2024-05-30")),
    ]
    assert dataset.currency == "USD"


@pytest.mark.parametrize(
    "header",
    [
        "Id,AccountId,Name,StageName,Amount,Probability,ExpectedRevenue,CloseDate,Type,LeadSource,"
        "IsClosed,IsWon,ForecastCategoryName,OwnerId,CreatedDate,IsDeleted",
        "id,account_id,name,stage_name,amount,probability,expected_revenue,close_date,type,"
        "lead_source,is_closed,is_won,forecast_category_name,owner_id,created_date,is_deleted",
    ],
)
def test_salesforce_field_names_use_the_flags_and_drop_what_was_deleted(reading, header):
    text = (
        f"{header}\n"
        "006A,001A,Acme,Stufe 9,1000,100,,2024-03-28,,Web,true,true,x,005A,2024-01-02,false\n"
        "006B,001B,Birch,Stufe 8,500,0,,2024-02-28,,Web,true,false,x,005A,2024-01-03,false\n"
        "006C,001C,Cobalt,Stufe 2,70,20,,2024-06-28,,Web,false,false,x,005A,2024-01-04,false\n"
        "006D,001D,Delta,Stufe 9,9,100,,2024-06-28,,Web,true,true,x,005A,2024-01-04,true\n"
    )
    dataset = reading({"Opportunity.csv": text})
    assert only(dataset).preset == "salesforce_api_opportunities"
    assert deals(dataset, "status", "amount") == [("won", 1000), ("lost", 500), ("open", 70)]
    assert [(row.line, row.reason) for row in dataset.set_aside] == [(5, "deleted")]


def test_salesforce_leads_orders_and_accounts_find_their_tables(reading):
    files = {
        "Lead.csv": (
            "id,name,company,email,lead_source,status,is_converted,converted_date,"
            "converted_account_id,converted_contact_id,converted_opportunity_id,created_date,"
            "is_unread_by_owner,is_deleted\n"
            "00Q1,Ann,Acme,ann@acme.example,Web,Converted,true,2024-02-01,001A,003A,006A,2024-01-01,"
            "false,false\n"
        ),
        "Order.csv": (
            "id,account_id,order_number,effective_date,activated_date,total_amount,status,"
            "status_code,is_reduction_order,original_order_id,is_deleted\n"
            "801A,001A,1,2024-03-01,2024-03-01,270.50,Activated,Activated,false,,false\n"
            "801B,001A,2,2024-03-02,,99.00,Draft,Draft,false,,false\n"
        ),
        "Account.csv": (
            "id,name,industry,billing_country,billing_city,shipping_city,annual_revenue,"
            "number_of_employees,parent_id,ownership,account_source,owner_id,is_deleted\n"
            "001A,Acme Ltd,Retail,Germany,Berlin,,1000000,50,,,,005A,false\n"
        ),
    }
    dataset = reading(files)
    found = {file.name: (file.sheets[0].table, file.sheets[0].rows_used) for file in dataset.files}
    assert found == {
        "Lead.csv": ("leads", 1), "Order.csv": ("orders", 1), "Account.csv": ("customers", 1),
    }  # fmt: skip
    assert dataset.tables["orders"].frame["amount"].to_list() == [27050]
    assert dataset.tables["leads"].frame["opportunity"].to_list() == [day("2024-02-01")]
    assert dataset.customers == ("Acme",)  # the lead and the account are one


def test_hubspot_deals_by_label_and_by_internal_name(reading):
    labels = (
        "Record ID,Deal Name,Deal Stage,Pipeline,Amount,Close Date,Create Date,Deal owner,"
        'Associated Company,Original Source,"Date entered ""Demo (Sales)"""\n'
        "1,Acme,Closed Won,Sales,900,2024-03-28 09:30,2024-01-02 09:30,Ida,Acme,Organic Search,"
        "2024-02-01 08:00\n"
        "2,Birch,Demo,Sales,,2024-09-28 09:30,2024-01-03 09:30,Ida,Birch,Offline,2024-02-02 08:00\n"
    )
    internal = (
        "hs_object_id,dealname,dealstage,pipeline,amount,closedate,createdate,hubspot_owner_id\n"
        "3,Cobalt,closedlost,default,70,2024-03-01,2024-01-05,42\n"
        "4,Delta,qualifiedtobuy,default,60,2024-08-01,2024-01-06,42\n"
    )
    one, other = reading({"a.csv": labels}), reading({"b.csv": internal})
    assert only(one).preset == only(other).preset == "hubspot_deals"
    assert deals(one, "status", "amount") == [("won", 900), ("open", None)]
    assert deals(other, "status", "amount") == [("lost", 70), ("open", 60)]
    history = one.tables["stage_history"].frame.sort("line")
    assert history["entered"].to_list() == [day("2024-02-01"), day("2024-02-02")]


def test_hubspot_contacts_are_leads_and_companies_are_customers(reading):
    contacts = (
        "Record ID,Email,First Name,Last Name,Contact owner,Lifecycle Stage,Create Date,"
        "Became a Marketing Qualified Lead Date,Became a Customer Date\n"
        "1,ann@acme.example,Ann,Lee,Ida,Customer,2024-01-01,2024-01-10,2024-03-01\n"
    )
    companies = (
        "Record ID,Company name,Domain,Company owner,Industry,Country/Region,Create Date\n"
        "9001,Acme Ltd,acme.example,Ida,Retail,Germany,2024-02-01 09:30\n"
        "9003,acme ltd,,,,,\n"
    )
    dataset = reading({"contacts.csv": contacts, "companies.csv": companies})
    found = {file.name: file.sheets[0].preset for file in dataset.files}
    assert found == {"contacts.csv": "hubspot_contacts", "companies.csv": "hubspot_companies"}
    lead = dataset.tables["leads"].frame.row(0, named=True)
    assert (lead["mql"], lead["won"]) == (day("2024-01-10"), day("2024-03-01"))
    assert dataset.tables["customers"].frame.height == 1  # the second row is the same company


def test_rd_station_deals_in_portuguese(reading):
    text = (
        "Nome da negociação;Etapa do funil de vendas;Responsável pela negociação;"
        "Valor da negociação;Data de criação;Data de fechamento;Funil;Estado\n"
        "Acme;Proposta;Ida;1.500,00;02/01/2024;28/03/2024;Vendas;Vendida\n"
        "Birch;Contato;Ida;700,50;13/01/2024;20/02/2024;Vendas;Perdida\n"
        "Cobalt;Contato;Tom;;15/01/2024;;Vendas;Em andamento\n"
    )
    dataset = reading({"negociacoes.csv": text})
    assert only(dataset).preset == "rdstation_deals"
    assert deals(dataset, "status", "amount", "closed") == [
        ("won", 150_000, day("2024-03-28")),
        ("lost", 70_050, day("2024-02-20")),
        ("open", None, None),
    ]


def test_google_ads_in_english_with_days(reading):
    text = (
        "Campaign report\n"
        '"September 1, 2026 - September 30, 2026"\n'
        "Day,Campaign,Campaign type,Currency code,Cost,Conversions,Cost / conv.,Impr.\n"
        '"Sep 2, 2026",Brand,Search,USD,"1,210.00",6,201.67,"1,500"\n'
        '"Sep 3, 2026",Generic,Search,USD,40.50,--,--,800\n'
        'Total: Account,--,--,USD,"1,250.50",6,208.42,"2,300"\n'
    )
    dataset = reading({"ads.csv": text})
    assert only(dataset).preset == "google_ads"
    frame = dataset.tables["spend"].frame.sort("line")
    assert frame["amount"].to_list() == [121_000, 4_050]
    assert frame["date"].to_list() == [day("2026-09-02"), day("2026-09-03")]
    assert set(frame["channel"]) == {"Google Ads"}


def test_google_ads_in_german(reading):
    text = (
        "Kampagnenbericht\n"
        "1. September 2026 - 30. September 2026\n"
        "Kampagne;Kampagnentyp;Impressionen;Klicks;Kosten (EUR);Conversions\n"
        "Marke;Suche;1.500;90;1.210,00;6\n"
        "Allgemein;Suche;800;8;40,50;--\n"
        "Gesamt: Konto;--;2.300;98;1.250,50;6\n"
    )
    dataset = reading({"Kampagnen.csv": text})
    assert only(dataset).preset == "google_ads"
    assert dataset.tables["spend"].frame.sort("line")["amount"].to_list() == [121_000, 4_050]
    assert set(dataset.tables["spend"].frame["date"]) == {day("2026-09-01")}
    assert dataset.currency == "EUR"


YEAR_OF_ADS = {
    "google_ads": (
        'Campaign report\n"January 1, 2026 - December 31, 2026"\n'
        "Campaign,Campaign type,Currency code,Cost,Impr.,Avg. cost\n"
        'Brand,Search,USD,"1,000.00",1,1\nTotal: Account,--,USD,"1,000.00",1,1\n'
    ),
    "meta_ads": (
        "Reporting starts,Reporting ends,Campaign name,Reach,Amount spent (USD),Link clicks\n"
        "2026-01-01,2026-12-31,Brand,5,1000,1\n"
    ),
}


@pytest.mark.parametrize("preset", YEAR_OF_ADS)
def test_advertising_of_a_whole_year_is_no_spend_of_january(reading, preset):
    dataset = reading({"report.csv": YEAR_OF_ADS[preset]})
    assert (only(dataset).preset, only(dataset).period) == (preset, "2026-01..2026-12")
    assert only(dataset).total_used == {"USD": 1000.0}
    spend = dataset.tables["spend"].frame.sort("date")
    assert spend["date"].to_list() == [day(f"2026-{month:02d}-01") for month in range(1, 13)]
    assert (spend["amount"].sum(), spend["amount"].max()) == (100_000, 8_334)
    assert [one.text for one in dataset.notices if one.id.startswith("long_reports")] == [
        "1 row of “report.csv” covers several months: its spend is divided evenly among its months."
    ]


@pytest.mark.parametrize(
    ("header", "sign"),
    [
        ("Day,Campaign name,Ad name,Amount spent (USD),Impressions", ","),
        ("Jour;Nom de la campagne;Nom de la publicité;Montant dépensé (USD);Impressions", ";"),
        ("Tag;Kampagnenname;Anzeigenname;Ausgegebener Betrag (USD);Impressionen", ";"),
    ],
)
def test_meta_ads_take_the_currency_from_the_header(reading, header, sign):
    rows = [
        ("2026-08-01", "Fall", "A", "1234.56", "12000"),
        ("2026-08-02", "Fall", "A", "100.00", "3000"),
        ("2026-08-02", "Brand", "B", "80.50", "5000"),
        ("", "", "", "1415.06", "20000"),
    ]
    text = "\n".join([header, *(sign.join(row) for row in rows)]) + "\n"
    if sign == ";":
        text = text.replace(".", ",")
    dataset = reading({"ads.csv": text})
    assert only(dataset).preset == "meta_ads"
    assert only(dataset).total_used == {"USD": 1415.06}  # 1234.56 + 100.00 + 80.50
    assert dataset.tables["spend"].frame.height == 3


@pytest.mark.parametrize(
    "text",
    [
        "# Start date: 20260801\n# End date: 20260831\n"
        "Session default channel group,Users,Sessions,Engaged sessions,Engagement rate,Key events\n"
        "Direct,300,400,200,0.5,3\nOrganic Search,100,120,90,0.75,1\n",
        "# Alle Nutzer\n# Startdatum: 20260801\n# Enddatum: 20260831\n"
        "Sitzung – primäre Channelgruppe (Standard-Channelgruppe);Sitzungen;"
        "Sitzungen mit Interaktionen;Engagement-Rate\n"
        "Direct;400;200;50,0%\nOrganic Search;120;90;75,0%\n",
        "Date,Session default channel group,Sessions,Active users,Key events,Bounce rate\n"
        "20260817,Direct,400,300,3,0.5\n20260818,Organic Search,120,100,1,0.2\n",
    ],
)
def test_ga4_counts_sessions_by_channel_in_the_one_month_it_covers(reading, text):
    dataset = reading({"traffic.csv": text})
    assert only(dataset).preset == "ga4_channels"
    frame = dataset.tables["funnel_counts"].frame.sort("line")
    assert frame.select("channel", "visitors").rows() == [("Direct", 400), ("Organic Search", 120)]
    assert set(frame["month"]) == {2026 * 12 + 7}


def test_ga4_over_several_months_says_that_the_month_is_missing(reading):
    orders = "Order ID,Customer,Order date,Order total\n1,Acme,2024-01-02,5.00\n"
    text = (
        "# Start date: 20260801\n# End date: 20260930\n"
        "Session default channel group,Sessions,Engaged sessions,Key events\nDirect,400,200,3\n"
    )
    dataset = reading({"orders.csv": orders, "traffic.csv": text})
    (said,) = [notice for notice in dataset.notices if notice.file == "traffic.csv"]
    assert "without a day or a month" in said.text
    assert "export every month by itself" in said.text
    assert not [question for question in dataset.questions if question.file == "traffic.csv"]


def test_a_file_of_deleted_records_alone_says_so(reading):
    text = (
        "Id,AccountId,Name,StageName,Amount,ExpectedRevenue,CloseDate,LeadSource,IsClosed,IsWon,"
        "ForecastCategoryName,OwnerId,CreatedDate,IsDeleted\n"
        "006A,001A,Acme,Done,1000,,2024-03-28,Web,true,true,x,005A,2024-01-02,true\n"
        "006B,001B,Birch,Done,500,,2024-02-28,Web,true,false,x,005A,2024-01-03,true\n"
    )
    words = r"none of its 2 rows can be used: 2 are set aside as “deleted”"
    with pytest.raises(RevcoreError, match=words):
        reading({"Opportunity.csv": text})
