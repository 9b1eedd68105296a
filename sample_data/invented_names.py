"""Names that exist nowhere: companies glued from syllables, people from a short list."""

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


HEADS = _words(
    "Bram Ost Kelv Tarn Wex Dunm Hask Pell Corv Ild Mard Fenn Grel Lund Quill Sorr Thav Ulb "
    "Varr Yeld Zan Ab Brisk Cald Dov Ekl Fos Gand Holv Jarn"
)
TAILS = _words(
    "holt erby ander owick emoor ingate asund ovar etti aldo enfeld isko umbra orsen adale "
    "ivane uckett essa ombe ythe"
)
TRADES = _words(
    "Builders Contracting Roofing Civil Interiors Electrical Plumbing Masonry Scaffolding "
    "Joinery Groundworks Mechanical Paving Glazing Drywall Tiling"
)
LEGAL_FORMS = ("Inc.", "LLC", "Ltd", "Corp.", "", "", "")

GIVEN = _words(
    "Amara Bogdan Chiamaka Dmitri Eszter Farid Giulia Hyun-woo Ikram Jelena Kwame Leilani "
    "Mbali Nikhil Oluwaseun Paloma Quentin Rashida Siobhan Tadeusz Ulrike Vikram Wanjiru "
    "Ximena Yusuf Zsofia Anneliese Baraka Catarina Dagny Emeka Freya Gulsen Hiroshi Ilse Joao"
)
FAMILY = _words(
    "Abramczyk Balogun Castellanos Dragomirescu Eriksdottir Fairweather-Obi Gustavsson "
    "Hakimzadeh Ilunga Jankovic Kuroda Lindqvist Mwangi Nakashima Oyelaran Papadakis "
    "Quintanilla Rautavaara Szymanski Tshabalala Uzunoglu Villanueva Wojciechowski Xhaferi "
    "Yamashiro Zabludowicz Achterberg Bhattacharya Cisneros Delacroix-Mensah Etxeberria "
    "Friedrichsen Gebremariam Halloran Iwasaki Kipchumba"
)


def companies(random: Random, how_many: int) -> list[str]:
    """Distinct company names, some with a legal form, in an order of their own."""
    stems = [f"{head}{tail} {trade}" for head in HEADS for tail in TAILS for trade in TRADES]
    chosen = random.sample(stems, how_many)
    return [f"{stem} {random.choice(LEGAL_FORMS)}".strip() for stem in chosen]


def people(random: Random) -> tuple[str, str]:
    """Return one given name and one family name."""
    return random.choice(GIVEN), random.choice(FAMILY)


def respelled(random: Random, name: str) -> str:
    """Write a name as the accounts department would: other case, comma, other full stop."""
    stem, _, form = name.rpartition(" ")
    bare = form.rstrip(".")
    if bare in {"Inc", "LLC", "Ltd", "Corp"}:
        ways = [f"{stem.upper()}, {bare}", f"{stem}, {bare}.", f"{stem} {bare}", stem]
        return random.choice(ways)
    return random.choice([f"{name}, Inc", f"{name} LLC", name.upper(), name.lower()])
