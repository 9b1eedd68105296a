"""Columns named in German, French, Spanish, Portuguese, Italian and Dutch mean the same."""

import pytest

from revcore.ingest.words import normal

INVOICES = {
    "de": "Rechnungsnr.;Rechnungsdatum;Kunde;Nettobetrag;Währung",
    "fr": "N° facture;Date de facturation;Raison sociale;Montant HT;Devise",
    "es": "Nº factura;Fecha de factura;Cliente;Base imponible;Moneda",
    "pt": "Número da fatura;Data de emissão;Razão social;Valor líquido;Moeda",
    "it": "N. fattura;Data fattura;Ragione sociale;Imponibile;Divisa",
    "nl": "Factuurnr.;Factuurdatum;Klantnaam;Nettobedrag;Valuta",
}
ORDERS = {
    "de": "Auftragsnummer;Auftragsdatum;Kunde;Menge;Bestellwert",
    "fr": "N° commande;Date de commande;Client;Quantité;Montant de la commande",
    "es": "Nº pedido;Fecha del pedido;Cliente;Cantidad;Importe del pedido",
    "pt": "Número do pedido;Data do pedido;Cliente;Quantidade;Valor do pedido",
    "it": "N. ordine;Data ordine;Cliente;Quantità;Totale ordine",
    "nl": "Bestelnummer;Besteldatum;Klant;Aantal;Bestelbedrag",
}
DEALS = {
    "de": "Verkaufschance;Firma;Phase;Angebotswert;Erstellungsdatum;Abschlussdatum",
    "fr": "Opportunité;Société;Étape;Montant du devis;Date de création;Date de clôture",
    "es": "Oportunidad;Empresa;Etapa;Importe;Fecha de creación;Fecha de cierre",
    "pt": "Oportunidade;Empresa;Estágio;Valor da oportunidade;Criado em;Fechado em",
    "it": "Opportunità;Azienda;Fase;Importo;Data di creazione;Data di chiusura",
    "nl": "Naam deal;Bedrijf;Fase;Dealwaarde;Aangemaakt op;Sluitdatum",
}
SUBSCRIPTIONS = {
    "de": "Vertragsnummer;Kunde;Vertragsbeginn;Gekündigt am;Monatsbetrag",
    "fr": "Numéro de contrat;Client;Date de début;Résilié le;Montant mensuel",
    "es": "Número de contrato;Cliente;Fecha de inicio;Fecha de cancelación;Cuota mensual",
    "pt": "Número de contrato;Cliente;Data de início;Data de cancelamento;Mensalidade",
    "it": "Numero contratto;Cliente;Data inizio;Data disdetta;Canone mensile",
    "nl": "Contractnummer;Klant;Ingangsdatum;Opgezegd op;Maandbedrag",
}
SPEND = {
    "de": "Monat;Kanal;Kosten",
    "fr": "Mois;Canal;Dépenses",
    "es": "Mes;Canal;Gasto",
    "pt": "Mês;Canal;Custo",
    "it": "Mese;Canale;Spesa",
    "nl": "Maand;Kanaal;Uitgaven",
}
LANGUAGES = ("de", "fr", "es", "pt", "it", "nl")


def csv(header: str, cells) -> str:
    lines = [";".join(cells(at)) for at in range(1, 10)]
    return "\n".join([header, *lines]) + "\n"


def meanings(dataset) -> dict[str, str]:
    return dict(dataset.files[0].sheets[0].columns)


@pytest.mark.parametrize("language", LANGUAGES)
def test_invoices(reading, language):
    header = INVOICES[language]
    text = csv(
        header, lambda at: (f"R-{at}", f"{at + 12}.03.2024", f"Firm {at % 4}", "12,50", "EUR")
    )
    dataset = reading({"export.csv": text})
    names = header.split(";")
    found = meanings(dataset)
    assert [found.get(role) for role in ("invoice_id", "date", "customer", "amount")] == names[:4]
    assert dataset.tables["invoices"].frame["amount"].sum() == 9 * 1250
    assert dataset.currency == "EUR"


@pytest.mark.parametrize("language", LANGUAGES)
def test_orders(reading, language):
    header = ORDERS[language]
    text = csv(header, lambda at: (f"A-{at}", f"{at + 12}.03.2024", f"Firm {at % 4}", "2", "25,00"))
    dataset = reading({"export.csv": text})
    found = meanings(dataset)
    roles = ("order_id", "date", "customer", "quantity", "amount")
    assert [found.get(role) for role in roles] == header.split(";")


@pytest.mark.parametrize("language", LANGUAGES)
def test_deals(reading, language):
    header = DEALS[language]
    won = {"de": "Gewonnen", "fr": "Gagnée", "es": "Ganada", "pt": "Ganho", "it": "Vinta",
           "nl": "Won"}[language]  # fmt: skip
    text = csv(
        header,
        lambda at: (
            f"Site {at}", f"Firm {at}", won if at % 2 else "Demo", "900,00",
            f"{at + 12}.03.2024", f"{at + 12}.04.2024",
        ),
    )  # fmt: skip
    dataset = reading({"export.csv": text})
    found = meanings(dataset)
    roles = ("name", "customer", "stage", "amount", "created", "closed")
    assert [found.get(role) for role in roles] == header.split(";")
    assert dataset.tables["deals"].frame["status"].to_list().count("won") == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_subscriptions(reading, language):
    header = SUBSCRIPTIONS[language]
    end = {8: "15.03.2024"}
    text = csv(
        header, lambda at: (f"V-{at}", f"Firm {at}", f"{at + 12}.01.2024", end.get(at, ""), "49,00")
    )
    dataset = reading({"export.csv": text})
    found = meanings(dataset)
    assert [found.get(role) for role in ("subscription_id", "customer", "start")] == header.split(
        ";"
    )[:3]
    table = dataset.tables["subscriptions"]
    assert table.frame["mrr"].unique().to_list() == [49 * 10 ** table.scale["mrr"]]
    assert table.frame["end"].count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_spend(reading, language):
    header = SPEND[language]
    text = csv(header, lambda at: (f"{at:02d}.2024", "LinkedIn", "120,00"))
    dataset = reading({"marketing.csv": text})
    found = meanings(dataset)
    assert [found.get(role) for role in ("date", "channel", "amount")] == header.split(";")


def test_a_plural_of_capitals_is_one_word():
    assert [normal(text) for text in ("MQLs", "SQLs by day", "newMQLs")] == [
        "mqls", "sqls by day", "new mqls",
    ]  # fmt: skip


def test_counts_headed_in_capitals_are_counts(reading):
    text = "Month,Visitors,MQLs,SQLs\n" + "".join(
        f"2024-{month:02d},900,{30 + month},{9 + month}\n" for month in range(1, 8)
    )
    frame = reading({"funnel.csv": text}).tables["funnel_counts"].frame
    assert (frame["mqls"].sum(), frame["sqls"].sum()) == (238, 91)


def test_a_currency_behind_the_name_is_no_part_of_it(reading):
    text = "Month,Revenue EUR\n" + "".join(f"2024-{at:02d},{at}00\n" for at in range(1, 8))
    dataset = reading({"revenue.csv": text})
    assert dataset.tables["revenue_by_month"].frame["amount"].sum() == 2800
    assert dataset.currency == "EUR"


def test_a_list_of_several_channels_is_no_export_of_one_tool(reading):
    text = (
        "Day,Channel,Campaign name,Amount spent,Reach,Results\n"
        "2024-01-05,LinkedIn,A,10,4,1\n2024-01-06,Search,B,12,3,1\n2024-02-05,Fair,A,10,5,2\n"
    )
    dataset = reading({"marketing.csv": text})
    assert sorted(dataset.tables["spend"].frame["channel"]) == ["Fair", "LinkedIn", "Search"]
    assert dataset.files[0].sheets[0].preset is None
