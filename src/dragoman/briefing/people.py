"""Who is who: the persons of a story with office and country."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from dragoman.briefing.copied import told_once
from dragoman.briefing.wording import nameless
from dragoman.records import Citation, Event, Party, Person, Story

LONGEST = 7
"""Words of a name with its title: U.S. Secretary of State John Kerry."""

_LEADER = re.compile(r"(?:^|; )leader: (?P<name>[^;]+), (?P<office>[^;,]+)")
_WORD = re.compile(r"[^\W\d_]{2,}")


def people(story: Story) -> tuple[Person, ...]:
    """Return the persons that the gazetteer knows by name, those of most sentences first.

    An office that no report tells is the gazetteer's, for the day of the reports; without a day there is none.
    """
    found: dict[tuple[str, str, str | None], dict[Citation, str]] = defaultdict(dict)
    for event in told_once(story):
        for party in _parties(event):
            known = _LEADER.search(party.how or "")
            if known and known["name"] == party.name and party.text in event.evidence.quote:
                named = found[known["name"], known["office"], party.country]
                text = _whole(party.text, known["office"], event.evidence.quote)
                if len(text) > len(named.get(event.citation, "")):
                    named[event.citation] = text
    dated = {document.id for document in story.documents if document.published}
    persons = [
        person
        for who, named in found.items()
        if (person := _person(*who, named))
        # The list knows offices by day: of reports without one it cannot tell who holds which.
        and (person.told or any(citation.document in dated for citation in person.citations))
    ]
    return tuple(sorted(persons, key=lambda person: -len(person.citations)))


def _person(name: str, office: str, country: str | None, named: dict[Citation, str]) -> Person | None:
    asked = set(_WORD.findall(office.casefold()))
    titled = {citation: title for citation, text in named.items() if (title := _titled(text, name, asked))}
    if not titled:
        return None
    ordered = sorted(
        titled.items(), key=lambda one: (one[1][0].islower(), not _tells(one[1], asked), -len(one[1]))
    )
    text = " ".join(ordered[0][1].split())
    return Person(
        name, text, office, country, _tells(text, asked), tuple(citation for citation, _ in ordered)
    )


def _whole(text: str, office: str, quote: str) -> str:
    """Return the words for a person with the office that stands right before the name: "Attorney General Lund" where
    the party is "General Lund".
    """
    words = text.split()
    while words and words[0].casefold() in office.casefold().split():
        del words[0]
    told = r"\s+".join(map(re.escape, [*office.split(), *words]))
    found = re.search(rf"\b{told}\b", quote, re.IGNORECASE) if words else None
    return found.group() if found and len(found.group()) > len(text) else text


def _titled(text: str, name: str, office: set[str]) -> str | None:
    """Return the name with its title as it stands in a phrase; ``None`` where the phrase does not end with it.

    "Talks of President Ilves" are no title of his, "Secretary of State Ilves" is.
    """
    words = text.split()
    if len(words) > LONGEST or words[-1].casefold() != name.split()[-1].casefold():
        return None
    if "of" in words and "of" not in office and not _tells(text.partition(" of ")[0], office):
        text = text[text.rindex(" of ") + 4 :]
    return text


def _tells(text: str, office: set[str]) -> bool:
    return office <= set(_WORD.findall(text.casefold()))


def _parties(event: Event) -> Iterator[Party]:
    said = event.attribution
    speakers = (said.speaker, *said.chain) if said and said.speaker else ()
    yield from (party for party in (*event.actors, *event.recipients, *speakers) if not nameless(party))
