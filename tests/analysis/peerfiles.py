"""Files as GDELT, ICEWS and POLECAT publish them, with rows made up here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

ICEWS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher", "City",
    "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
POLECAT = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name",
    "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID", "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector",
    "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City",
    "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip


def gdelt_row(
    id: str = "900000001",
    day: str = "20250218",
    actor: Mapping[int, str] | str = "FRA",
    recipient: Mapping[int, str] | str = "DEU",
    code: str = "111",
    quad: str = "3",
    goldstein: str = "-2.0",
    width: int = 61,
    added: str | None = None,
) -> str:
    """A row; an actor is a country, or cells by their place in the ten of its side (1 name, 2 country, 3 group)."""

    def party(given: Mapping[int, str] | str) -> list[str]:
        told = (
            {0: f"{given}GOV", 1: f"{given} MINISTER", 2: given, 7: "GOV"}
            if isinstance(given, str)
            else given
        )
        return [told.get(at, "") for at in range(10)]

    geo = ["4", "Ostmark, Nowhere", "FR", "FR11", "12", "1.5", "2.5", "77"]
    if width != 61:
        del geo[4]
    cells = [id, day, day[:6], day[:4], "2025.1", *party(actor), *party(recipient)]
    cells += ["1", code, code[:3], code[:2], quad, goldstein, "4", "1", "4", "-1.5", *geo * 3]
    cells += [added or day] if width != 61 else [f"{added or day}001500"]
    cells += [] if width == 57 else [f"https://news.example/{id}"]
    assert len(cells) == width
    return "\t".join(cells)


def icews_row(**told: str) -> str:
    """A row; columns by their names with underscores for blanks."""
    given = {
        "event_id": "31000001", "event_date": "2025-02-18", "source_name": "Ada Brandt", "source_country": "France",
        "source_sectors": "Executive,Government", "event_text": "Criticize or denounce", "cameo_code": "111",
        "intensity": "-2", "target_name": "Foreign Affairs (Germany)", "target_country": "Germany",
        "target_sectors": "Government", "publisher": "The Nowhere Herald", **told,
    }  # fmt: skip
    return "\t".join(given.get(name.lower().replace(" ", "_"), "") for name in ICEWS)


def polecat_row(**told: str) -> str:
    """A row; columns by their names with underscores for blanks."""
    given = {
        "event_id": "20250218-0001", "event_date": "2025-02-18", "event_type": "ACCUSE", "event_mode": "disapprove",
        "intensity": "-2", "quad_code": "VERBAL CONFLICT", "contexts": "diplomatic;economic",
        "actor_name": "Ada Brandt", "actor_country": "FRA", "primary_actor_sector": "GOV",
        "recipient_name": "Ministry of Tides", "recipient_country": "DEU", "primary_recipient_sector": "GOV",
        "source": "The Nowhere Herald", **told,
    }  # fmt: skip
    return "\t".join(given.get(name.lower().replace(" ", "_"), "") for name in POLECAT)


def written(path: Path, *rows: str, header: Iterable[str] = ()) -> str:
    """Write rows under a header, if there is one, and return the path."""
    head = ["\t".join(header)] if header else []
    path.write_text("\n".join([*head, *rows, ""]), encoding="utf-8")
    return str(path)
