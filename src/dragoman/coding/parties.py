"""Who is meant: noun phrases of a parse resolved to country, sectors and name with the gazetteer.

Nothing is guessed silently. Each party says how it was resolved (``leader: president of the United States``);
a name the gazetteer does not know has no country unless its own words, or an earlier mention, give one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from dragoman.coding import lookup, tree
from dragoman.coding.antecedents import Antecedents
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.lookup import Hit, Name
from dragoman.coding.resolution import OFFICIAL, Meant, Words
from dragoman.language import Analysis
from dragoman.language.found import Found
from dragoman.ontology.agents import agents
from dragoman.ontology.leaders import Leader
from dragoman.records import Field, Party, Place

# Sectors whose people are often found in other countries than their own.
_TRAVELLING = frozenset({"MIL", "REF", "SPY", "GOV"})


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
        self._names = {i: entity for entity in doc.ents for i in range(entity.start, entity.end)}
        self._persons = _by_surname(doc)
        self._asked: set[int] = set()
        self._hits: dict[int, Hit] = {}
        for hit in self._meant():
            for i in range(hit.start, hit.end):
                self._hits[i] = hit
        places = frozenset(i for i, entity in self._names.items() if entity.label_ == "LOC")
        self._words = Words([token.text for token in doc], self._hits, day, places)

    def at(self, head: Token) -> list[Mention]:
        """Return the party whose phrase this token heads, as a list of one, or none."""
        noun = self._shared(head)
        if noun is not None:
            return self._sharing(head, noun)
        own = self._alone(head)
        if own is not None and own.country is not None:
            return [Mention(head.i, party) for party in (own, *self._coordinated(head, own))]
        referred = self._referred(head, own)
        if referred:
            return referred
        return [Mention(head.i, own)] if own is not None else []

    def _alone(self, head: Token) -> Party | None:
        """Resolve a phrase by its own words, and by those they point to.

        A phrase that leads back to itself ("Ana Ruiz, *her* party's envoy") is not asked again on the way.
        """
        if head.pos_ == "PRON" or head.i in self._asked:
            return None
        phrase = _phrase(head)
        self._asked.add(head.i)
        try:
            return self._resolve(head, phrase.start, phrase.end)
        finally:
            self._asked.remove(head.i)

    def _coordinated(self, head: Token, own: Party) -> Iterator[Party]:
        """The same role in each further country of its phrase: "Peruvian and *Chilean* officials"."""
        hit = self._hits.get(head.i)
        if hit is None or hit.agent is None or "Plur" not in head.morph.get("Number", []):
            return
        phrase = tree.noun_phrase(head)
        for country, source in self._words.coordinated(hit, phrase.start, phrase.end):
            yield replace(own, country=country, name=None, how=f"role: {hit.agent.lemma}; {source}")

    def _shared(self, word: Token) -> Token | None:
        """Return the noun that a word shares, or is, where the tree makes noun and adjectives coordinates.

        "The British and the French governments" may be read as three: British, French, and governments.
        """
        first = word.head if word.dep_ == "conj" else word
        *adjectives, noun = first, *tree.children(first, "conj")
        if len(adjectives) < 2 or noun.pos_ != "NOUN" or noun.i != adjectives[-1].i + 1:
            return None
        hits = [self._hits.get(one.i) for one in adjectives]
        return noun if all(hit is not None and hit.names[0].kind == "adjective" for hit in hits) else None

    def _sharing(self, word: Token, noun: Token) -> list[Mention]:
        """The party of an adjective that shares its noun: "the *Peruvian* and the Chilean governments"."""
        hit, role = self._hits.get(word.i), self._hits.get(noun.i)
        meant = self._words.named(hit, hit.start, hit.end) if hit is not None and word.i != noun.i else None
        if meant is None or role is None or role.agent is None:
            return []
        first = word if word.dep_ != "conj" else word.head
        how = f"role: {role.agent.lemma}; {meant.how}"
        told = Meant(meant.country, role.agent.sectors, None, how)
        return [Mention(noun.i, self._party(tree.noun_phrase(first).start, noun.i + 1, told))]

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
            if hit.agent is not None:
                role = Meant(None, hit.agent.sectors, None, f"role: {hit.agent.lemma}")
                yield self._party(hit.start, hit.end, role)
            elif party := self._named_by(hit, hit.start, hit.end):
                yield party

    def inside(self, head: Token) -> list[Mention]:
        """Return the first party that owns or modifies this noun, with its coordinates ("*U.S.* claims")."""
        for token in tree.modifiers(head):
            if token.pos_ == "ADJ" and is_grammatical(token.lower_, "qualities"):
                continue
            found = [m for one in tree.conjoined(token) for m in self._named(one)]
            if len(found) == 1 and token.dep_ != "nmod:poss":
                return [self._widened(found[0], head)]
            if found:
                return found
        for child in tree.children(head, "nmod"):
            word = tree.preposition(child)
            if word in {"of", "by", "from", "between", "for"}:
                found = [m for one in tree.conjoined(child) for m in self._named(one)]
                if not found and word == "of":
                    found = self.inside(child)  # "thousands of *Iraqi* Kurds"
                if len(found) == 1 and word == "of":
                    return [self._widened(found[0], head)]  # "*members of* the rebel group"
                if found:
                    return found
        return []

    def _widened(self, mention: Mention, head: Token) -> Mention:
        """Give a party that a word beside a noun names the whole noun phrase as its words ("*Ukrainian* drones")."""
        party, phrase = mention.party, _phrase(head)
        text = self._text[phrase.start_char : phrase.end_char]
        return Mention(head.i, replace(party, text=text, start=phrase.start_char, end=phrase.end_char))

    def inferred(self, noun: Token, place: Party, role: str) -> Mention:
        """Return the party that an event noun and its place imply ("*protests* in Albania")."""
        agent = next(agent for agent in agents() if agent.lemma == role)
        how = f"inferred: {agent.plural} in {place.text} ({place.how})"
        start, end = tree.noun_phrase(noun).start, noun.i + 1
        for counted in tree.prepositional(noun, "of"):  # "tens of thousands"
            end = max(end, counted.i + 1)
        return Mention(noun.i, self._party(start, end, Meant(place.country, agent.sectors, None, how)))

    def located(self, target: Token, found: Found[Place]) -> Mention:
        """Return the state or region that a thing hit belongs to."""
        text = self._text[found.start : found.end]
        how = f"place: {found.value.name}, of the thing hit"
        return Mention(target.i, Party(text, found.start, found.end, found.value.country, (), None, how))

    def unresolved(self, head: Token) -> Party:
        """Return the phrase of a head as a party of which nothing is known."""
        phrase = _phrase(head)
        text = self._text[phrase.start_char : phrase.end_char]
        return Party(text, phrase.start_char, phrase.end_char)

    def _named(self, token: Token) -> list[Mention]:
        found = self.at(token)
        if found:
            return found
        hit = self._hits.get(token.i)
        if hit is None or all(name.kind == "agent" for name in hit.names):
            return []
        party = self._named_by(hit, hit.start, hit.end)
        return [Mention(token.i, party)] if party else []

    # ------------------------------------------------------------------------------------ resolution

    def _resolve(self, head: Token, start: int, end: int) -> Party | None:
        person = self._person(head, start, end)
        if person is not None:
            return self._party(start, end, person)
        if is_grammatical(head.lemma_.lower(), "measures"):
            for counted in tree.prepositional(head, "of"):  # "tens of thousands of *students*"
                party = self._resolve(counted, start, end)
                if party is not None:
                    return party
        hit = self._hits.get(head.i)
        if hit is not None and hit.agent is not None:
            return self._role(hit, head, start, end)
        if hit is not None and not self._is_other(hit, self._words.leader(hit)):
            return self._named_by(hit, start, end)
        return self._unknown(head, start, end)

    def _person(self, head: Token, start: int, end: int) -> Meant | None:
        """A known person as the head of the phrase, title or not ("Finnish President *Alexander Stubb*")."""
        for i in range(end - 1, start - 1, -1):
            hit = self._hits.get(i)
            leader = self._words.leader(hit)
            if hit is None or leader is None or self._is_other(hit, leader):
                continue
            token = self.doc[i]
            while token.i != head.i and token.dep_ in {"flat", "appos", "nmod:desc"}:
                token = token.head
            title = self._hits.get(head.i)
            titled = head.i < hit.start and title and title.agent and title.agent.kind == "person"
            if token.i == head.i or (titled and token.dep_ == "compound" and token.head.i == head.i):
                return self._words.person(leader, start, hit.start)
        return None

    def _is_other(self, hit: Hit, leader: Leader | None) -> bool:
        """Whether a name is another person's, of whom the gazetteer knows only the surname ("Ana *Merkel*").

        A report brings in a person by the whole name, and has the surname alone from then on.
        """
        name = self._names.get(hit.start)
        if leader is None or hit.end - hit.start > 1 or name is None or name.label_ != "PER":
            return False
        own = {word.lower() for form in (leader.name, *leader.aliases) for word in form.split()}
        if given := self._given(name, hit.start):
            return own.isdisjoint(given)
        earlier = [one for one in self._persons[self.doc[hit.start].lower_] if one.start <= name.start]
        given = [word for one in earlier for word in self._given(one, one.end - 1)]
        return bool(given) and own.isdisjoint(given) and not any(map(self._is_well_known, earlier))

    def _given(self, name: Span, surname: int) -> list[str]:
        return [t.lower_ for t in self.doc[name.start : surname] if t.is_alpha and t.i not in self._hits]

    def _is_well_known(self, name: Span) -> bool:
        """Whether a person is named by title and surname, or by a whole name that the gazetteer knows."""
        title, known = self._hits.get(name.start - 1), self._hits.get(name.end - 1)
        titled = len(name) == 1 and title is not None and title.agent is not None
        return titled or (known is not None and known.end - known.start > 1)

    def _role(self, hit: Hit, head: Token, start: int, end: int) -> Party | None:
        """A role noun with what stands in its phrase; without a country, with what its apposition tells."""
        role = self._words.role(hit, start, end)
        if role.country is None:
            role = self._told_elsewhere(role, hit, head, start)
        if role.country is None and hit.agent and hit.agent.needs_country:
            return self._named_by(hit, start, end)
        return self._party(start, end, role)

    def _told_elsewhere(self, role: Meant, hit: Hit, head: Token, start: int) -> Meant:
        """A role noun whose country an apposition, a participle ("based in Lima") or an owner tells ("its army")."""
        for apposition in tree.children(head, "appos"):
            known = self._person(apposition, apposition.i, apposition.i + 1) or self._by_hit(apposition)
            if known is not None:
                how = f"{role.how}; apposition: {known.how}"
                return replace(role, country=known.country, name=known.name, how=how)
        for clause in tree.children(head, "acl"):
            if is_grammatical(clause.lower_, "belonging"):
                return self._words.role(hit, start, clause.right_edge.i + 1)
        for owner in tree.children(head, "nmod:poss"):
            told, why = self._told_before(owner)
            if told is not None:
                generic = hit.agent is not None and hit.agent.generic
                sectors = told.sectors if generic and told.sectors else role.sectors
                return replace(role, country=told.country, sectors=sectors, how=f"{role.how}; {why}")
        return role

    def _told_before(self, word: Token) -> tuple[Party | None, str]:
        """The first party of a country that a word stands for, named before it, and how that is known."""
        if self._antecedents is None:
            return None, ""
        for field, antecedent, rule in self._antecedents.of(word):
            if antecedent.i < word.i if antecedent.doc is word.doc else field == "title":
                told = self._fields[field]._alone(antecedent)
                if told is not None and told.country is not None:
                    return told, f"reference ({rule}): {told.text}; {told.how}"
        subject = _owner(word)
        told = self._alone(subject) if subject is not None else None
        if told is None or told.country is None:
            return None, ""
        return told, f"reference (subject): {told.text}; {told.how}"

    def _by_hit(self, token: Token) -> Meant | None:
        hit = self._hits.get(token.i)
        return self._words.named(hit, hit.start, hit.end) if hit else None

    def _named_by(self, hit: Hit, start: int, end: int) -> Party | None:
        meant = self._words.named(hit, start, end)
        return self._party(start, end, meant) if meant else None

    def _unknown(self, head: Token, start: int, end: int) -> Party | None:
        """A name outside the gazetteer: what title, apposition or adjective tell of it."""
        if head.ent_type_ not in {"PER", "ORG"} or head.pos_ != "PROPN":
            return None
        name = self._names.get(head.i)
        own = range(name.start, name.end) if name is not None else range(head.i, head.i + 1)
        country, sectors, source = self._words.beside(start, end, skip=own)
        told = f"name: {source} in its phrase" if source else "name: not in the gazetteer"
        for apposition in tree.children(head, "appos"):
            described = self._alone(apposition)
            if described is not None and not sectors:
                sectors = described.sectors
                country = country or described.country
                told = f"name: apposition, {described.how}"
        return self._party(start, end, Meant(country, sectors, None, told))

    # --------------------------------------------------------------------------------------- helpers

    def _meant(self) -> Iterator[Hit]:
        """Yield the names of the gazetteer in the document, each with what it may mean where it stands."""
        places = self.doc.to_array(["IDX", "LENGTH"]).astype("int64").tolist()
        starts = {start: i for i, (start, _) in enumerate(places)}
        ends = {start + length: i for i, (start, length) in enumerate(places, 1)}
        for hit in lookup.hits(self._text, starts, ends):
            form, around = self.doc[hit.start : hit.end], self._names.get(hit.start)
            if names := tuple(name for name in hit.names if _is_meant(name, form, around)):
                yield replace(hit, names=names)

    def _party(self, start: int, end: int, meant: Meant) -> Party:
        span = self.doc[start:end]
        text = self._text[span.start_char : span.end_char]
        return Party(
            text, span.start_char, span.end_char, meant.country, meant.sectors, meant.name, meant.how
        )


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


def _phrase(head: Token) -> Span:
    """Return the noun phrase of a head with the words that measure it ("*dozens of* activists")."""
    phrase = tree.noun_phrase(head)
    while head.dep_ == "nmod" and tree.preposition(head) == "of":
        head = head.head
        if not is_grammatical(head.lemma_.lower(), "measures"):
            break
        phrase = head.doc[min(phrase.start, tree.noun_phrase(head).start) : phrase.end]
    return phrase


def _by_surname(doc: Doc) -> dict[str, list[Span]]:
    """Names of persons by their last word, in order."""
    found: dict[str, list[Span]] = defaultdict(list)
    for entity in doc.ents:
        if entity.label_ == "PER":
            found[entity[-1].lower_].append(entity)
    return found


def _owner(word: Token) -> Token | None:
    """The subject that owns what its clause tells of: "*Peru* withdrew its troops", "*Peru* said its army left"."""
    number = {"its": "Sing", "their": "Plur"}.get(word.lower_)
    for verb in word.head.ancestors:
        subject = tree.subject(verb) if verb.pos_ in {"VERB", "AUX"} else None
        if subject is not None and subject.i < word.i:
            return subject if number in subject.morph.get("Number", []) else None
    return None


def at_home(party: Party, place: Place | None) -> Party:
    """Give a role without a country that of the place where it acts ("*police* opened fire in Nairobi").

    Not those who are often from elsewhere: armies, refugees, people in office.
    """
    local = bool(party.sectors) and _TRAVELLING.isdisjoint(party.sectors)
    if party.country is not None or not local or place is None or place.country is None:
        return party
    if party.how is None or not party.how.startswith("role:"):
        return party
    return replace(party, country=place.country, how=f"{party.how}; place of the event: {place.name}")


def is_official(party: Party) -> bool:
    """Whether a party is a state, an international body, or speaks for one."""
    return party.country is not None and (not party.sectors or bool(OFFICIAL & set(party.sectors)))


def _is_meant(name: Name, form: Span, around: Span | None) -> bool:
    """Whether an ambiguous form means the entry: not where it is a part of another name ("Michael *Jordan*").

    Args:
        name: what it may stand for.
        form: the words.
        around: the name in which the first of them stands.
    """
    if around is None or form.end > around.end or len(around) == len(form):
        return True
    words = form.text.lower()
    return all(words != ambiguous.lower() for ambiguous in getattr(name.entry, "ambiguous", ()))
