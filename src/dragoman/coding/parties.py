"""Who is meant: noun phrases resolved to country, sectors and name with the gazetteer.

Nothing is guessed silently. Each party says how it was resolved (``leader: president of the United States``);
a name the gazetteer does not know has no country unless its own words give one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Span, Token

from dragoman.coding import tree
from dragoman.coding.antecedents import Antecedents
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.phrases import Phrases
from dragoman.language import Analysis
from dragoman.language.found import Found
from dragoman.ontology.agents import Agent, agents
from dragoman.ontology.countries import Country, countries
from dragoman.ontology.leaders import Leader, leaders
from dragoman.ontology.organizations import Organization, organizations
from dragoman.ontology.places import Region, regions
from dragoman.records import Field, Party, Place

# Sectors that speak for a state (PLOVER).
OFFICIAL = {"GOV", "MIL", "JUD", "LEG", "COP", "SPY"}

Entry = Country | Leader | Organization | Agent | Region


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form of the gazetteer and what it stands for."""

    kind: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer as it stands in a document: tokens from ``start`` up to ``end``."""

    start: int
    end: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """A party, the token that heads its phrase, and whether an earlier mention says who it is."""

    head: int
    party: Party
    referred: bool = False

    def is_again(self, other: Mention) -> bool:
        """Whether one of the two stands for the other's party, or for the party of the same earlier mention."""
        own, its = self.party, other.party
        same = (own.country, own.sectors, own.name) == (its.country, its.sectors, its.name)
        return same and (self.referred or other.referred)


class Parties:
    """The parties of one document.

    Args:
        doc: parsed text.
        day: day of the document; decides who held which office. ``None``: the latest office known.
        text: the caller's own string, from which all quotes are cut.
        antecedents: what later mentions stand for; without, they stand for nobody.
        fields: the parties of title and text, where antecedents may stand.
    """

    def __init__(
        self,
        doc: Doc,
        day: dt.date | None,
        text: str | None = None,
        antecedents: Antecedents | None = None,
        fields: Mapping[Field, Parties] | None = None,
    ) -> None:
        self.doc = doc
        self._text = doc.text if text is None else text
        self._day = day
        self._antecedents = antecedents
        self._fields = {} if fields is None else fields
        self._hits: dict[int, Hit] = {}
        for hit in _hits(doc):
            for i in range(hit.start, hit.end):
                self._hits[i] = hit

    def at(self, head: Token) -> list[Mention]:
        """Return the party whose phrase this token heads, as a list of one, or none."""
        own = self._alone(head)
        if own is not None and own.country is not None:
            return [Mention(head.i, own)]
        referred = self._referred(head, own)
        if referred:
            return referred
        return [Mention(head.i, own)] if own is not None else []

    def _alone(self, head: Token) -> Party | None:
        """Resolve a phrase by its own words."""
        if head.pos_ == "PRON":
            return None
        phrase = tree.noun_phrase(head)
        return self._resolve(head, phrase.start, phrase.end)

    def _referred(self, head: Token, own: Party | None) -> list[Mention]:
        """Resolve a later mention by the earlier ones it stands for; its words and their place stay its own."""
        found: list[Mention] = []
        if self._antecedents is None or head.dep_ == "nmod:poss":
            return found  # whose something is does not yet make a party of them ("threatened to storm *his* house")
        for field, antecedent, rule in self._antecedents.of(head):
            told = self._fields[field]._alone(antecedent)
            if told is None or (own is not None and told.country is None):
                continue
            words = own or self.unresolved(head)
            sectors = told.sectors or words.sectors
            how = f"reference ({rule}): {told.text}; {told.how}"
            party = Party(words.text, words.start, words.end, told.country, sectors, told.name, how)
            found.append(Mention(head.i, party, referred=True))
        return found

    def known(self, sentence: Span) -> Iterator[Party]:
        """Yield what the gazetteer knows in a sentence, each name and role noun by itself."""
        for i in range(sentence.start, sentence.end):
            hit = self._hits.get(i)
            if hit is None or hit.start != i:
                continue
            agent = self._agent(hit)
            if agent is not None:
                yield self._party(hit.start, hit.end, None, agent.sectors, None, f"role: {agent.lemma}")
            elif party := self._from_hit(hit, hit.start, hit.end):
                yield party

    def inside(self, head: Token) -> list[Mention]:
        """Return the first party that owns or modifies this noun, with its coordinates ("*U.S.* claims")."""
        for token in tree.modifiers(head):
            found = [m for one in tree.conjoined(token) for m in self._named(one)]
            if len(found) == 1 and token.dep_ != "nmod:poss":
                return [self._widened(found[0], head)]
            if found:
                return found
        for child in tree.children(head, "nmod"):
            if tree.preposition(child) in {"of", "by", "from", "between", "for"}:
                found = [m for one in tree.conjoined(child) for m in self._named(one)]
                if not found and tree.preposition(child) == "of":
                    found = self.inside(child)  # "thousands of *Iraqi* Kurds"
                if found:
                    return found
        return []

    def _widened(self, mention: Mention, head: Token) -> Mention:
        """Give a party that a modifier names the whole noun phrase as its words ("*Ukrainian* drones")."""
        party, phrase = mention.party, tree.noun_phrase(head)
        text = self._text[phrase.start_char : phrase.end_char]
        return Mention(head.i, replace(party, text=text, start=phrase.start_char, end=phrase.end_char))

    def inferred(self, noun: Token, place: Party, role: str) -> Mention:
        """Return the party that an event noun and its place imply ("*protests* in Albania")."""
        agent = next(agent for agent in agents() if agent.lemma == role)
        how = f"inferred: {agent.plural} in {place.text} ({place.how})"
        start, end = tree.noun_phrase(noun).start, noun.i + 1
        for counted in tree.prepositional(noun, "of"):  # "tens of thousands"
            end = max(end, counted.i + 1)
        party = self._party(start, end, place.country, agent.sectors, None, how)
        return Mention(noun.i, party)

    def located(self, target: Token, found: Found[Place]) -> Mention:
        """Return the state or region that a thing hit belongs to."""
        text = self._text[found.start : found.end]
        how = f"place: {found.value.name}, of the thing hit"
        return Mention(target.i, Party(text, found.start, found.end, found.value.country, (), None, how))

    def unresolved(self, head: Token) -> Party:
        """Return the phrase of a head as a party of which nothing is known."""
        phrase = tree.noun_phrase(head)
        return self._party(phrase.start, phrase.end, None, (), None, None)

    def _named(self, token: Token) -> list[Mention]:
        found = self.at(token)
        if found:
            return found
        hit = self._hits.get(token.i)
        if hit is None or all(name.kind == "agent" for name in hit.names):
            return []
        party = self._from_hit(hit, hit.start, hit.end)
        return [Mention(token.i, party)] if party else []

    # ------------------------------------------------------------------------------------ resolution

    def _resolve(self, head: Token, start: int, end: int) -> Party | None:
        hit = self._hits.get(head.i)
        person = self._person(head, start, end)
        if person is not None:
            return person
        if is_grammatical(head.lemma_.lower(), "measures"):
            for counted in tree.prepositional(head, "of"):  # "tens of thousands of *students*"
                party = self._resolve(counted, start, end)
                if party is not None:
                    return party
        agent = self._agent(hit)
        if agent is not None:
            return self._role(agent, head, start, end)
        if hit is not None:
            return self._from_hit(hit, start, end)
        return self._unknown(head, start, end)

    def _person(self, head: Token, start: int, end: int) -> Party | None:
        """A known person as the head of the phrase, title or not ("Finnish President *Alexander Stubb*")."""
        for i in range(end - 1, start - 1, -1):
            hit = self._hits.get(i)
            leader = self._leader(hit)
            if hit is None or leader is None:
                continue
            token = self.doc[i]
            while token.i != head.i and token.dep_ in {"flat", "appos", "nmod:desc"}:
                token = token.head
            titled = (
                head.i < hit.start
                and (agent := self._agent(self._hits.get(head.i)))
                and agent.kind == "person"
            )
            if token.i == head.i or (titled and token.dep_ == "compound" and token.head.i == head.i):
                return self._known_person(leader, start, end)
        return None

    def _known_person(self, leader: Leader, start: int, end: int) -> Party:
        office = leader.office_on(self._day)
        if office is not None:
            how = f"leader: {leader.name}, {office.title}"
            return self._party(start, end, office.country, office.sectors, leader.name, how)
        # Before the first office a private person, after the last a former one (PLOVER: ELI).
        former = self._day is not None and leader.offices[0].start <= self._day
        how = f"leader: {leader.name}, {'formerly ' if former else 'later '}{leader.offices[-1].title}"
        return self._party(start, end, leader.country, ("ELI",) if former else (), leader.name, how)

    def _role(self, agent: Agent, head: Token, start: int, end: int) -> Party:
        """A role noun: sectors from the noun, country and further sectors from what stands with it."""
        country: str | None = None
        source = ""
        name: str | None = None
        extra: tuple[str, ...] = ()
        for hit in self._hits_in(start, end, skip=head.i):
            for found in hit.names:
                if found.kind == "agent":
                    if not extra:
                        extra = agent_sectors(found)
                    continue
                if country is None:
                    country, body_sectors = self._country_of(found)
                    source = f"; {found.kind}: {_label(found.entry)}"
                    if found.kind == "organization":
                        extra = body_sectors
                break
        if country is None:
            for apposition in tree.children(head, "appos"):
                known = self._person(apposition, apposition.i, apposition.i + 1) or self._by_hit(apposition)
                if known is not None:
                    country, name, source = known.country, known.name, f"; apposition: {known.how}"
        sectors = tuple(dict.fromkeys((*agent.sectors, *extra)))
        former = any(is_grammatical(t.lower_, "former") for t in tree.children(head, "amod"))
        if former and agent.office and OFFICIAL & set(sectors):
            sectors = ("ELI",)  # "a former Norwegian foreign minister"
        return self._party(start, end, country, sectors, name, f"role: {agent.lemma}{source}")

    def _by_hit(self, token: Token) -> Party | None:
        hit = self._hits.get(token.i)
        return self._from_hit(hit, hit.start, hit.end) if hit else None

    def _from_hit(self, hit: Hit, start: int, end: int) -> Party | None:
        for name in hit.names:
            match name.entry:
                case Leader():
                    leader = self._leader(hit)
                    return self._known_person(leader, start, end) if leader else None
                case Country():
                    # A capital or a seat stands for its government; the name of a state for the state.
                    sectors = (*name.entry.sectors, *(("GOV",) if name.kind in {"capital", "seat"} else ()))
                    how = f"{name.kind}: {name.entry.name}"
                    return self._party(start, end, name.entry.code, sectors, name.entry.name, how)
                case Organization() if elsewhere := self._elsewhere(hit, name.entry, start, end):
                    return elsewhere
                case Organization():
                    code, sectors = name.entry.code, name.entry.sectors_on(self._day)
                    how = f"organization: {name.entry.name}"
                    return self._party(start, end, code, sectors, name.entry.name, how)
                case Region():
                    how = f"region: {name.entry.name}"
                    return self._party(start, end, name.entry.country, (), name.entry.name, how)
                case Agent():
                    continue
        return None

    def _elsewhere(self, hit: Hit, body: Organization, start: int, end: int) -> Party | None:
        """A body of the same name in the country its phrase names ("the Peruvian *Congress*")."""
        if self.doc[hit.start : hit.end].text not in body.ambiguous:
            return None
        for other in self._hits_in(start, end, skip=hit.start):
            for name in other.names:
                if isinstance(name.entry, Country) and name.entry.code != body.code:
                    how = f"organization: like {body.name}; {name.kind}: {name.entry.name}"
                    return self._party(start, end, name.entry.code, body.sectors_on(self._day), None, how)
        return None

    def _unknown(self, head: Token, start: int, end: int) -> Party | None:
        """A name outside the gazetteer: what title, apposition or adjective tell of it."""
        if head.ent_type_ not in {"PER", "ORG"} or head.pos_ != "PROPN":
            return None
        country: str | None = None
        sectors: tuple[str, ...] = ()
        told = "name: not in the gazetteer"
        for hit in self._hits_in(start, end, skip=head.i):
            for name in hit.names:
                if name.kind == "agent":
                    sectors = sectors or agent_sectors(name)
                elif country is None:
                    country = self._country_of(name)[0]
                    told = f"name: {name.kind} {_label(name.entry)} in its phrase"
        for apposition in tree.children(head, "appos"):
            described = self._alone(apposition)
            if described is not None and not sectors:
                sectors = described.sectors
                country = country or described.country
                told = f"name: apposition, {described.how}"
        return self._party(start, end, country, sectors, None, told)

    # --------------------------------------------------------------------------------------- helpers

    def _country_of(self, name: Name) -> tuple[str | None, tuple[str, ...]]:
        match name.entry:
            case Country():
                return name.entry.code, ()
            case Leader():
                return name.entry.country_on(self._day), ()
            case Organization():
                return name.entry.code, name.entry.sectors_on(self._day)
            case Region():
                return name.entry.country, ()
        return None, ()

    def _hits_in(self, start: int, end: int, skip: int) -> Iterator[Hit]:
        seen = None
        for i in range(start, end):
            hit = self._hits.get(i)
            if hit is None or hit is seen or hit.start <= skip < hit.end:
                continue
            seen = hit
            if not tree.is_linked(self.doc[hit.end - 1].head):
                yield hit

    def _agent(self, hit: Hit | None) -> Agent | None:
        if hit is None:
            return None
        return next((n.entry for n in hit.names if isinstance(n.entry, Agent)), None)

    def _leader(self, hit: Hit | None) -> Leader | None:
        """Of several persons of one name, the one in office on the day; else the one last in office."""
        if hit is None:
            return None
        found = [name.entry for name in hit.names if isinstance(name.entry, Leader)]
        if hit.end - hit.start == 1:
            # A surname alone names nobody before the first office.
            found = [leader for leader in found if leader.claim_on(self._day)[0]]
        return max(found, key=lambda leader: leader.claim_on(self._day)) if found else None

    def _party(
        self,
        start: int,
        end: int,
        country: str | None,
        sectors: tuple[str, ...],
        name: str | None,
        how: str | None,
    ) -> Party:
        span = self.doc[start:end]
        text = self._text[span.start_char : span.end_char]
        return Party(text, span.start_char, span.end_char, country, sectors, name, how)


def of_document(analysis: Analysis) -> dict[Field, Parties]:
    """Return the parties of title and text, as far as there are these; later mentions take what earlier ones tell."""
    antecedents = Antecedents(analysis)
    found: dict[Field, Parties] = {}
    fields: tuple[Field, Field] = ("title", "text")
    for field in fields:
        doc = analysis.doc(field)
        if doc is not None:
            day, text = analysis.day, analysis.document.string(field)
            found[field] = Parties(doc, day, text, antecedents, found)
    return found


def is_official(party: Party) -> bool:
    """Whether a party is a state, an international body, or speaks for one."""
    return party.country is not None and (not party.sectors or bool(OFFICIAL & set(party.sectors)))


def agent_sectors(name: Name) -> tuple[str, ...]:
    """Return the sectors of a role noun."""
    return name.entry.sectors if isinstance(name.entry, Agent) else ()


def _label(entry: Entry) -> str:
    return entry.lemma if isinstance(entry, Agent) else entry.name


def _hits(doc: Doc) -> Iterator[Hit]:
    text = doc.text  # spaCy joins it anew each time it is asked for
    starts = {token.idx: token.i for token in doc}
    ends = {token.idx + len(token): token.i + 1 for token in doc}
    names_at = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
    for match in _gazetteer().find(text):
        start = starts.get(match.start)
        end = ends.get(match.end) or ends.get(match.end + 1)  # the stop of "U.S." belongs to the token
        if start is None or end is None:
            continue
        capital = text[match.start].isupper()
        names = tuple(
            name
            for name in match.value
            if name.kind == "agent" or (capital and _is_meant(name, doc[start:end], names_at.get(start)))
        )
        if names:
            yield Hit(start, end, names)


def _is_meant(name: Name, form: Span, around: Span | None) -> bool:
    """Whether an ambiguous form means the entry: not where it is a part of another name ("Michael *Jordan*").

    Args:
        name: what it may stand for.
        form: the words.
        around: the name in which the first of them stands.
    """
    ambiguous = {form.lower() for form in getattr(name.entry, "ambiguous", ())}
    if around is None or form.text.lower() not in ambiguous:
        return True
    return form.end > around.end or len(around) == len(form)


@cache
def _gazetteer() -> Phrases[tuple[Name, ...]]:
    """Return every surface form of the gazetteer with all it may stand for."""
    forms: dict[tuple[str, bool], list[Name]] = {}

    def add(form: str, kind: str, entry: Entry) -> None:
        # An acronym counts only as such: the WHO asks no question, and the US is not us.
        exact = form in getattr(entry, "exact", ()) or (form.isupper() and kind == "organization")
        forms.setdefault((form if exact else form.lower(), exact), []).append(Name(kind, entry))

    # Of several readings the first counts: "Brussels" is the Union before it is the capital of Belgium.
    for organization in organizations():
        for form in (organization.name, *organization.aliases):
            add(form, "organization", organization)
    for country in countries():
        for kind, names in (
            ("country", (country.name, *country.aliases)),
            ("adjective", country.adjectives),
            ("people", country.people),
            ("capital", country.capital.forms if country.capital else ()),
            ("seat", country.seats),
        ):
            for form in names:
                add(form, kind, country)
    for leader in leaders():
        for form in (leader.name, *leader.aliases):
            add(form, "leader", leader)
    for region in regions():
        for form in (region.name, *region.aliases, *region.adjectives):
            add(form, "region", region)
    for agent in agents():
        for form in agent.forms:
            add(form, "agent", agent)
    return Phrases((form, tuple(names), exact) for (form, exact), names in forms.items())
