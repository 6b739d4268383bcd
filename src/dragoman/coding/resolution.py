"""What the words of a phrase tell of its party: country, sectors and name, and from which entry each was read.

Nothing here reads a tree: where the phrase begins, ends and has its head is told by the caller, from a parse
(`dragoman.coding.parties`) or from the order of the words (`dragoman.coding.fragments`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.coding import lookup
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.lookup import Hit, Name
from dragoman.ontology.agents import Agent
from dragoman.ontology.countries import Country
from dragoman.ontology.leaders import Leader, Office
from dragoman.ontology.organizations import Organization
from dragoman.ontology.peoples import People
from dragoman.ontology.places import Region

# Sectors that speak for a state (PLOVER).
OFFICIAL = {"GOV", "MIL", "JUD", "LEG", "COP", "SPY"}
_ARMED = {"MIL", "REB", "UAF", "PRM"}
DASHES = {"-", "‐", "‑", "–"}
_POSSESSIVE = {"'s", "’s", "'", "’"}
_JOINING = {"and", "&", ",", "or"}
_JOINED_WITH = {"the", "of", "from", "for", *_POSSESSIVE}
_TOWN = 5  # words of the longest name of a town that is looked for


@dataclass(frozen=True, slots=True)
class Meant:
    """Who a phrase means; fields as in `dragoman.records.Party`."""

    country: str | None
    sectors: tuple[str, ...]
    name: str | None
    how: str


@dataclass(frozen=True, slots=True)
class _Told:
    """What a name beside a head tells of it: a country, sectors, and whether these are those of an office."""

    country: str | None
    sectors: tuple[str, ...]
    source: str
    kind: str


class Words:
    """The words of a text, and what the names of the gazetteer among them say.

    Args:
        words: the words.
        hits: the names by the number of each of their words.
        day: decides who held which office. ``None``: the latest office known.
        places: numbers of the words that are read as the name of a place; ``None``: any may be.
    """

    def __init__(
        self,
        words: Sequence[str],
        hits: Mapping[int, Hit],
        day: dt.date | None,
        places: frozenset[int] | None = None,
    ) -> None:
        self._words = words
        self._hits = hits
        self._day = day
        self._places = places

    # ------------------------------------------------------------------------------------- persons

    def leader(self, hit: Hit | None) -> Leader | None:
        """Of several persons of one name, return the one in office on the day; else the one last in office."""
        if hit is None:
            return None
        found = [name.entry for name in hit.names if isinstance(name.entry, Leader)]
        if hit.end - hit.start == 1:
            # A surname alone names nobody before the first office.
            found = [leader for leader in found if leader.claim_on(self._day)[0]]
        return max(found, key=self._claim) if found else None

    def _claim(self, leader: Leader) -> tuple[int, bool, dt.date]:
        """Rank persons of one name: who heads a state or government is meant before others of the same standing."""
        standing, start = leader.claim_on(self._day)
        office = leader.office_on(self._day)
        heads = office is not None and "GOV" in office.sectors and is_grammatical(office.title, "heads")
        return standing, heads, start

    def person(self, leader: Leader, start: int, end: int) -> Meant:
        """Return what a person of the tables is on the day.

        Args:
            leader: the person.
            start, end: the words before the name. A title there says which office is meant where no day does, and
                holds where the tables know of no office on the day; "former" says that there is none.
        """
        titles = [h for h in self._hits_in(start, end) if h.agent and (h.agent.office or h.end == end)]
        title = next((h.agent for h in titles if h.agent and h.agent.office), None)
        left = self._is_former(start, end) or (title is not None and title.sectors == ("ELI",))
        office = None if left and self._day is None else leader.office_on(self._day)
        if self._day is None and not left and titles:
            office, role = self._titled(leader, titles[0], start, end)
            if role is not None:
                return role
        if office is not None:
            how = f"leader: {leader.name}, {office.title}"
            return Meant(office.country, office.sectors, leader.name, how)
        if title is not None and not left and not title.generic and OFFICIAL & set(title.sectors):
            return Meant(
                leader.country, title.sectors, leader.name, f"leader: {leader.name}; role: {title.lemma}"
            )
        # Before the first office a private person, after the last a former one (PLOVER: ELI).
        former = self._day is None or leader.offices[0].start <= self._day
        how = f"leader: {leader.name}, {'formerly ' if former else 'later '}{leader.offices[-1].title}"
        return Meant(leader.country, ("ELI",) if former else (), leader.name, how)

    def _titled(self, leader: Leader, title: Hit, start: int, end: int) -> tuple[Office, Meant | None]:
        """Return the office of a person that a title means where no day tells; or, where it is none of them, a role.

        "Prime Minister Lund" was in office then, whatever she is now; "General Lund" had not yet left the army.
        """
        agent, latest = title.agent, leader.offices[-1]
        assert agent is not None
        held = next((o for o in reversed(leader.offices) if agent.lemma.lower() in o.title), None)
        sectors = (held or latest).sectors
        before = [h for h in self._before(title, start) if h.agent is None or h.agent.kind == "body"]
        told = [one for one in map(self._told, before) if one.kind in {"organization", "agent"}]
        bodies = {sector for one in told for sector in one.sectors}
        other = bodies.isdisjoint(sectors) if held else set(agent.sectors).isdisjoint(sectors)
        if agent.generic or not other or (held and not bodies):
            return held or latest, None
        role = self.role(title, start, end)
        how = f"leader: {leader.name}; {role.how}"
        return latest, Meant(leader.country, role.sectors, leader.name, how)

    # ------------------------------------------------------------------------------------- role nouns

    def role(self, hit: Hit, start: int, end: int) -> Meant:
        """Return what a role noun is: sectors from the noun, country and further sectors from what is beside it.

        Args:
            hit: the role noun, head of the phrase.
            start, end: the phrase, as numbers of words.
        """
        agent = hit.agent
        assert agent is not None
        told = list(self._beside(hit, start, end, abroad=agent.abroad))
        place = next((one for one in told if one.country), None) or self._town(hit, start, end, agent.abroad)
        sectors = _sectors(agent, told)
        if self._is_former(start, hit.start) and agent.office and OFFICIAL & set(sectors):
            sectors = ("ELI",)  # "a former Norwegian foreign minister"
        if place is not None and place.kind == "breakaway":
            sectors = _distinct("PRE", *sectors)
        source = f"; {place.source}" if place else ""
        return Meant(place.country if place else None, sectors, None, f"role: {agent.lemma}{source}")

    def coordinated(self, head: Hit, start: int, end: int) -> Iterator[tuple[str, str]]:
        """Yield country and source of each further name whose the head is.

        "Peruvian and *Chilean* officials", "officials from Peru and *Chile*", "Peru's and *Chile's* officials".

        Args:
            head: the role noun, head of the phrase.
            start, end: the phrase, as numbers of words.
        """
        abroad = head.agent is not None and head.agent.abroad
        before = [hit for hit in self._before(head, start) if self._told(hit).country]
        after = [hit for hit in self._after(head, end, abroad) if self._told(hit).country]
        last, *others = before or after or [head]
        seen = {self._told(last).country}
        for hit in others:
            between = {self._word(i) for i in range(last.end, hit.start)}
            told = self._told(hit)
            if not between & _JOINING or not between <= _JOINING | _JOINED_WITH:
                return
            if told.country is not None and told.country not in seen:
                yield told.country, told.source
            seen.add(told.country)
            last = hit

    def _beside(self, head: Hit, start: int, end: int, abroad: bool) -> Iterator[_Told]:
        """Yield what stands before a role noun, then what prepositions join to it; last whose people alone it names."""
        later: list[_Told] = []
        for hit in self._before(head, start):
            told = self._told(hit)
            if self._word(hit.start - 1) == "ethnic":
                later.append(replace(told, sectors=()))  # "*ethnic* Albanian rebels in Macedonia" are there
            else:
                yield told
        for hit in self._after(head, end, abroad):
            yield self._told(hit)
        yield from later

    def _before(self, head: Hit, start: int) -> Iterator[Hit]:
        for hit in self._hits_in(start, head.start):
            # "The *deputy* trade minister" sits in no parliament; "the *deputy's* spokesman" speaks for one who does.
            title = hit.agent is not None and hit.agent.office and self._word(hit.end) not in _POSSESSIVE
            if not self._is_linked(hit) and not title:
                yield hit

    def _after(self, head: Hit, end: int, abroad: bool) -> Iterator[Hit]:
        """Yield the names behind a head that say whose or where it is: "police *in* Lima", no "envoy *to* Peru"."""
        foreign = abroad or is_grammatical(self._word(head.start - 1), "foreign")
        for hit in self._hits_in(head.end, end):
            if not self._is_linked(hit) and self._joins(head.end, hit.start, foreign):
                yield hit

    def _joins(self, start: int, at: int, foreign: bool) -> bool:
        """Whether the preposition that governs the name at a word lets it tell the country of the head."""
        for i in range(at - 1, start - 1, -1):
            word = self._word(i)
            if is_grammatical(word, "origins"):
                return True
            if is_grammatical(word, "locations"):
                return not foreign
            if is_grammatical(word, "directions"):
                return False
        return True

    def _told(self, hit: Hit) -> _Told:
        for name in hit.names:
            if isinstance(name.entry, Agent):
                return _Told(None, name.entry.sectors, "", "agent")
            country, sectors = self._country(name)
            breakaway = isinstance(name.entry, Country) and name.entry.sectors
            kind = "breakaway" if breakaway else "community" if isinstance(name.entry, People) else name.kind
            return _Told(country, sectors, f"{name.kind}: {name.label}", kind)
        return _Told(None, (), "", "")

    def _town(self, head: Hit, start: int, end: int, abroad: bool) -> _Told | None:
        """A town beside a role noun tells its country: "*Lagos* residents", "the mayor of *Lyon*"."""
        foreign = abroad or is_grammatical(self._word(head.start - 1), "foreign")
        for i in range(start, end):
            if i in self._hits or not self._words[i][:1].isupper():
                continue
            for length in range(min(_TOWN, end - i), 0, -1):
                last = i + length
                before = last <= head.start and (last == head.start or self._words[last] in _POSSESSIVE)
                after = i > head.end and self._joins(head.end, i, foreign) and self._is_governed(head.end, i)
                town = lookup.town(self._words[i:last]) if before or after else None
                if town and (self._places is None or i in self._places):
                    return _Told(town.country, (), f"city: {town.name}", "city")
        return None

    def _is_governed(self, start: int, at: int) -> bool:
        return any(
            is_grammatical(self._word(i), group)
            for i in range(start, at)
            for group in ("origins", "locations")
        )

    def _is_former(self, start: int, end: int) -> bool:
        """Whether an office is said to have been left ("*former* president", "*ex*-minister")."""
        for i in range(end - 1, start - 1, -1):
            if self._words[i] in _POSSESSIVE:
                return False  # "the *former* Soviet republic's president"
            if is_grammatical(self._word(i), "former"):
                return True
        return False

    # ------------------------------------------------------------------------------------- other names

    def named(self, hit: Hit, start: int, end: int) -> Meant | None:
        """Return what a name that is no role noun stands for, read within its phrase; ``None`` when it is one."""
        for name in hit.names:
            match name.entry:
                case Leader():
                    leader = self.leader(hit)
                    return self.person(leader, start, hit.start) if leader else None
                case Country() | People() | Region() if told := self._home(hit, name, start, end):
                    sectors = self._of_people(name)
                    return Meant(
                        told.country, sectors, name.label, f"{name.kind}: {name.label}; {told.source}"
                    )
                case Country() as country:
                    # A capital or a seat stands for its government; the name of a state for the state.
                    office = ("GOV",) if name.kind in {"capital", "seat"} else ()
                    sectors = _distinct(*country.sectors, *office, *self._of_people(name))
                    return Meant(country.code, sectors, country.name, f"{name.kind}: {country.name}")
                case Organization() as body:
                    return self._elsewhere(hit, body, start, end) or Meant(
                        body.code, body.sectors_on(self._day), body.name, f"organization: {body.name}"
                    )
                case Region() | People() as land:
                    return Meant(land.country, self._of_people(name), land.name, f"{name.kind}: {land.name}")
                case Agent():
                    continue
        return None

    def _home(self, hit: Hit, name: Name, start: int, end: int) -> _Told | None:
        """The state of a people where its phrase names it: "*Iraqi* Kurds", "ethnic Albanians in *Macedonia*"."""
        if name.kind != "people":
            return None
        before = [told for told in map(self._told, self._before(hit, start)) if told.country]
        if before:
            return before[0]
        at_home = isinstance(name.entry, People) and name.entry.country is None
        if not at_home and self._word(hit.start - 1) != "ethnic":
            return None
        return next((told for told in map(self._told, self._after(hit, end, False)) if told.country), None)

    def _of_people(self, name: Name) -> tuple[str, ...]:
        return ("CVL",) if name.kind == "people" else ()

    def _elsewhere(self, hit: Hit, body: Organization, start: int, end: int) -> Meant | None:
        """A body of the same name in the country its phrase names ("the Peruvian *Congress*")."""
        if " ".join(self._words[hit.start : hit.end]) not in body.ambiguous:
            return None
        for other in (*self._before(hit, start), *self._after(hit, end, False)):
            for name in other.names:
                if isinstance(name.entry, Country) and name.entry.code != body.code:
                    how = f"organization: like {body.name}; {name.kind}: {name.entry.name}"
                    return Meant(name.entry.code, body.sectors_on(self._day), None, how)
        return None

    def beside(self, start: int, end: int, skip: range) -> tuple[str | None, tuple[str, ...], str]:
        """Return what the names of a phrase tell of a head outside the gazetteer: country, sectors, source."""
        country: str | None = None
        sectors: tuple[str, ...] = ()
        source = ""
        for hit in self._hits_in(start, end):
            if hit.end - 1 in skip or self._is_linked(hit):
                continue
            told = self._told(hit)
            if told.kind == "agent":
                sectors = sectors or told.sectors
            elif country is None and told.country is not None:
                country, source = told.country, told.source
        return country, sectors, source

    # ------------------------------------------------------------------------------------- names and words

    def _country(self, name: Name) -> tuple[str | None, tuple[str, ...]]:
        match name.entry:
            case Country():
                return name.entry.code, name.entry.sectors
            case Leader() as leader:
                office = leader.office_on(self._day)
                return leader.country_on(self._day), office.sectors if office else ()
            case Organization():
                return name.entry.code, name.entry.sectors_on(self._day)
            case Region() | People():
                return name.entry.country, ()
        return None, ()

    def _hits_in(self, start: int, end: int) -> Iterator[Hit]:
        seen = None
        for i in range(start, end):
            hit = self._hits.get(i)
            if hit is not None and hit is not seen:
                seen = hit
                yield hit

    def _is_linked(self, hit: Hit) -> bool:
        """Whether a name is half of a word that makes no home of it: "*Iran*-backed", "pro-*Russian*".

        Where one is based or who owns it ("Oslo-*based*") does tell a country.
        """
        if self._word(hit.start - 1) in DASHES and is_grammatical(self._word(hit.start - 2), "sides"):
            return True
        after = self._word(hit.end + 1)
        joined = self._word(hit.end) in DASHES and after[:1].islower() and hit.end + 1 not in self._hits
        return joined and not is_grammatical(after, "belonging")

    def _word(self, i: int) -> str:
        return self._words[i].lower() if 0 <= i < len(self._words) else ""


def _sectors(agent: Agent, told: Sequence[_Told]) -> tuple[str, ...]:
    """Return the sectors of a role noun beside names: of an "official" or "spokesman" they are those of the body."""
    bodies = next((one.sectors for one in told if one.kind == "organization"), ())
    roles = next((one.sectors for one in told if one.kind == "agent"), ())
    if agent.generic:
        if not bodies and not roles and any(one.kind == "community" for one in told):
            # A people without a state has no government and no army: "Yoruba *leaders*", "Shiite *forces*".
            of_states = {"GOV": ("ELI",), "MIL": ("REB",)}
            return of_states.get(agent.sectors[0], agent.sectors)
        if _ARMED & set(agent.sectors) and bodies and not _ARMED & set(bodies):
            return _distinct(*agent.sectors, *bodies)  # who fights for a government does not govern
        holder = next((one.sectors for one in told if one.kind == "leader"), ())
        return _distinct(*(bodies or roles or holder or agent.sectors))
    # That they are citizens is no news of newspapers ("*national* newspapers").
    return _distinct(*agent.sectors, *(bodies or (roles if roles != ("CVL",) else ())))


def _distinct(*sectors: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sectors))
