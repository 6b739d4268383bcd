"""Who is meant by a later mention: a surname, "the ministry", "he" traced to where the document names them.

Precise rules only, strongest first, over entities that gather what all their mentions tell – the idea of Lee et
al. (2013), "Deterministic coreference resolution based on entity-centric, precision-ranked rules". What has two
good readings is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.language.analysis import Analysis
from dragoman.language.mentions import Gender, Kind, Mention, Phrase, capital_of, land_of, mentions
from dragoman.language.tables import table
from dragoman.records import Field

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: How far back a pronoun reaches, in sentences: for whom was told once, and for whom was told again.
NEAR, AGAIN = 1, 2
#: How far back a noun phrase without a name reaches, in sentences.
UNNAMED = 3


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention and the fullest earlier mention of the same entity; "the two countries" have one each.

    Attributes:
        field, start, end: the later mention, as offsets into the field of the document.
        antecedent_field, antecedent_start, antecedent_end: the mention that says who it is. Of a surname in a
            title it may stand further on, in the text.
        rule: which rule says so ("surname", "office", "subject above", …).
    """

    field: Field
    start: int
    end: int
    antecedent_field: Field
    antecedent_start: int
    antecedent_end: int
    rule: str


def references(analysis: Analysis) -> tuple[Reference, ...]:
    """Return what the later mentions of a document stand for, in the order of the text; unclear ones are left out."""
    reader = _Reader()
    fields: tuple[Field, Field] = ("title", "text")
    for name in fields:
        doc = analysis.doc(name)
        if doc is not None:
            reader.read(doc, name)
    found = sorted(reader.found, key=lambda r: (r.field == "text", r.start, r.antecedent_start))
    return tuple(found)


@dataclass(eq=False, slots=True)
class _Entity:
    """All that is known of somebody or something so far."""

    kind: Kind
    plural: bool
    gender: Gender | None
    mentions: list[Mention] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    names: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, mention: Mention) -> None:
        self.mentions.append(mention)
        self.gender = self.gender or mention.gender
        if mention.form == "pronoun":
            return
        self.phrases += [phrase for phrase in mention.described if phrase not in self.phrases]
        if mention.name and mention.name not in self.names:
            self.names.append(mention.name)
        if mention.name:
            self.kind = mention.kind

    @property
    def last(self) -> Mention:
        return self.mentions[-1]

    @property
    def fullest(self) -> Mention:
        """The first mention with the longest name, with a title where there is one; else the first of all."""
        return max(self.mentions, key=lambda m: (m.form != "pronoun", min(len(m.name), 2), bool(m.described and m.name)))


class _Reader:
    """Reads a document once, from its first word to its last."""

    def __init__(self) -> None:
        self.found: list[Reference] = []
        self._entities: list[_Entity] = []
        self._at: dict[tuple[Field, int], _Entity] = {}
        self._named: dict[str, list[_Entity]] = {}  # by each word of their names
        self._called: dict[str, list[_Entity]] = {}  # by the nouns used of them
        self._sentence = 0
        self._subjects: list[Token] = []  # of the sentence before, the main one first

    def read(self, doc: Doc, name: Field) -> None:
        """Read one field."""
        quoted = _quoted(doc)
        self._subjects = []
        for found in mentions(doc, name, self._sentence):
            self._sentence += 1
            for mention in found:
                if mention.form == "name":
                    self._name(mention)
                elif mention.form == "noun":
                    self._noun(mention)
                else:
                    self._pronoun(mention, quoted)
            if found:
                self._subjects = _subjects(found)

    # --------------------------------------------------------------------------------------- names

    def _name(self, mention: Mention) -> None:
        entity, rule = self._bearer(mention)
        beside = self._beside(mention)
        if entity is None:
            self._keep(mention, beside)
        else:
            self._refer(mention, entity, rule)

    def _bearer(self, mention: Mention) -> tuple[_Entity | None, str]:
        """Return who was told before by this name, or a longer or shorter form of it."""
        name = mention.name
        if not name:
            return None, ""
        last = name[-1]
        known = [e for e in self._named.get(last, ()) if e.kind == mention.kind and _agree(e, mention)]
        same = [e for e in known if name in e.names]
        if same:
            return (same[0], "same name") if len(same) == 1 else (None, "")
        if mention.kind == "person":
            if len(name) == 1:
                surname = [e for e in known if any(n[-1] == last and len(n) > 1 for n in e.names)]
                given = [e for e in known if any(n[0] == last and len(n) > 1 for n in e.names)]
                if len(surname) == 1 and surname == known:
                    return surname[0], "surname"
                if len(given) == 1 and given == known:
                    return given[0], "given name"
                return None, ""
            like = [
                e
                for e in known
                for n in e.names
                if (n[0] == name[0] and n[-1] == last and len(n) > 1)
                or (n == (last,) and e.mentions[0].field == "title" and mention.field == "text")
            ]
            like = list(dict.fromkeys(like))
            return (like[0], "longer name") if len(like) == 1 else (None, "")
        if mention.kind == "land":
            code = land_of().get(" ".join(name).lower())
            like = [e for e in self._entities if code and e.kind == "land" and code in _codes(e)]
            return (like[0], "other name") if like else (None, "")
        spelled = [e for e in self._entities if e.kind == "body" and any(_is_acronym(name, n) for n in e.names)]
        return (spelled[0], "acronym") if len(spelled) == 1 else (None, "")

    def _beside(self, mention: Mention) -> _Entity | None:
        """Return the entity of the noun that this name stands in apposition to."""
        head = mention.head
        own = self._at.get((mention.field, head.i))
        if own is not None:
            return own
        if head.dep_ == "appos":
            above = self._at.get((mention.field, head.head.i))
            alias = above is not None and (
                not above.names or any(_is_acronym(mention.name, name) for name in above.names)
            )
            if above is not None and alias and not above.plural and above.kind in {mention.kind, "thing"}:
                return above
        return None

    # --------------------------------------------------------------------------------------- nouns

    def _noun(self, mention: Mention) -> None:
        head = mention.head
        beside = head.dep_ == "appos" or (head.dep_ == "conj" and head.head.dep_ == "appos")
        if beside or any(c.dep_ == "cop" for c in head.children):
            other = head.head if beside else _own_subject(head)
            entity = self._at.get((mention.field, other.i)) if other is not None else None
            if other is not None and entity is None and other.pos_ == "PRON":
                return  # "I was a *writer*"
            if entity is not None and entity.plural == mention.plural:
                if entity.kind == mention.kind or mention.kind != "thing":
                    self._describe(entity, mention)
                self._at[mention.field, head.i] = entity
                return
        generic = mention.noun in table("reference")["generic"]
        if mention.definite and mention.kind != "thing" and not generic:
            if self._pair(mention):
                return
            entity, rule = self._holder(mention)
            if entity is not None:
                self._refer(mention, entity, rule)
                return
        self._keep(mention, None)

    def _describe(self, entity: _Entity, mention: Mention) -> None:
        entity.phrases += mention.described
        entity.gender = entity.gender or mention.gender
        self._called.setdefault(mention.noun, []).append(entity)

    def _holder(self, mention: Mention) -> tuple[_Entity | None, str]:
        """Return the only one told before of whom the noun was used with at least these words."""
        for asked in _synonyms(*mention.described):
            known = [
                e
                for e in dict.fromkeys(self._called.get(asked.noun, ()))
                if e.plural == mention.plural and _agree(e, mention) and any(_covers(p, asked) for p in e.phrases)
            ]
            if len(known) == 1:
                (entity,) = known
                if entity.names:
                    return entity, "office" if mention.kind == "person" else "body"
                if mention.sentence - entity.last.sentence <= UNNAMED:
                    return entity, "same noun"
            if known:
                return None, ""
        return None, ""

    def _pair(self, mention: Mention) -> bool:
        """Resolve "the two countries" where just two were told in this sentence and the one before."""
        counted = any(c.lower_ in {"two", "both"} for c in mention.head.children)
        if not counted or mention.noun not in table("reference")["pairs"]:
            return False
        lands = [
            e for e in self._entities
            if e.kind == "land" and _codes(e) and mention.sentence - e.last.sentence <= NEAR
        ]
        if len(lands) != 2:
            return False
        for entity in lands:
            self._tell(mention, entity.fullest, "the two")
        return True

    # ------------------------------------------------------------------------------------ pronouns

    def _pronoun(self, mention: Mention, quoted: list[bool]) -> None:
        if mention.noun == "it":
            found = self._it(mention, quoted)
        elif mention.plural:
            found = self._they(mention, quoted)
        else:
            found = self._person(mention, quoted)
        if found is not None:
            self._refer(mention, *found)
        elif not mention.plural and mention.kind == "person":
            self._keep(mention, None)  # somebody: a rival of whom the next "he" may be

    def _person(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        token = mention.head
        barred = set()
        owned = token.dep_ == "nmod:poss"
        own = _own_subject(_clause(token))
        if not owned and own is not None and own.i != token.i and (e := self._at.get((mention.field, own.i))):
            barred.add(id(e))
        if quoted[token.i]:
            barred.update(id(e) for e in self._speakers(mention, quoted))
        near = [
            e for e in self._near(mention)
            if e.kind == "person" and not e.plural and _agree(e, mention) and id(e) not in barred
        ]
        above = [own] if owned and own is not None else []
        above += _above(token)
        for subject in above:
            e = self._at.get((mention.field, subject.i))
            if e is not None and e in near and not _joined(subject):
                if not any(subject.i < other.last.head.i and other is not e for other in near):
                    return e, "subject above"
                break
            if e is not None and e.kind == "person":
                break
        if len(near) == 1:
            return near[0], "only one"
        return self._before(mention, near)

    def _it(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        token = mention.head
        if token.dep_ not in {"nsubj", "nsubj:pass"} or quoted[token.i]:
            return None
        for subject in _above(token):
            e = self._at.get((mention.field, subject.i))
            if e is None or _joined(subject) or e.kind == "person" or e.plural:
                return None
            return e, f"subject above {e.kind}"
        near = [e for e in self._near(mention) if e.kind in {"body", "land"} and not e.plural]
        return self._before(mention, near)

    def _they(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        token = mention.head
        if token.dep_ not in {"nsubj", "nsubj:pass"} or quoted[token.i]:
            return None
        for subject in _above(token):
            e = self._at.get((mention.field, subject.i))
            return (e, "subject above") if e is not None and (e.plural or e.kind == "body") else None
        near = [e for e in self._near(mention) if (e.plural and e.kind == "person") or e.kind == "body"]
        return self._before(mention, near)

    def _near(self, mention: Mention) -> list[_Entity]:
        """Return who was told shortly before, in the same field."""
        return [
            e for e in self._entities
            if e.last.field == mention.field
            and mention.sentence - e.last.sentence <= (AGAIN if len(e.mentions) > 1 else NEAR)
        ]

    def _before(self, mention: Mention, near: list[_Entity]) -> tuple[_Entity, str] | None:
        """Return the subject of the sentence before, for a subject with no rival in between."""
        token = mention.head
        if token.dep_ not in {"nsubj", "nsubj:pass"} or not self._subjects:
            return None
        told = [self._at.get((mention.field, s.i)) for s in self._subjects]
        main = told[0]
        if main is None or main not in near or _joined(self._subjects[0]):
            return None
        if any(e is not main and e in near for e in told[1:]):
            return None
        if any(e is not main and e.last.sentence == mention.sentence for e in near):
            return None
        return main, "subject before"

    def _speakers(self, mention: Mention, quoted: list[bool]) -> list[_Entity]:
        """Return whoever speaks outside of the quotation, in this sentence or as a subject of the one before."""
        say = table("reference")["say"]
        speakers = []
        own = [c for c in mention.head.sent if c.dep_ == "nsubj"]
        for token in [*own, *self._subjects]:
            if not quoted[token.i] and token.head.lemma_ in say:
                entity = self._at.get((mention.field, token.i))
                if entity is not None:
                    speakers.append(entity)
        return speakers

    # ------------------------------------------------------------------------------------- keeping

    def _keep(self, mention: Mention, entity: _Entity | None) -> None:
        if entity is None:
            entity = _Entity(mention.kind, mention.plural, mention.gender)
            self._entities.append(entity)
        self._join(mention, entity)

    def _join(self, mention: Mention, entity: _Entity) -> None:
        entity.add(mention)
        self._at[mention.field, mention.head.i] = entity
        if mention.form == "pronoun":
            return
        for word in mention.name:
            known = self._named.setdefault(word, [])
            if entity not in known:
                known.append(entity)
        for phrase in mention.described:
            known = self._called.setdefault(phrase.noun, [])
            if entity not in known:
                known.append(entity)

    def _refer(self, mention: Mention, entity: _Entity, rule: str) -> None:
        self._join(mention, entity)
        fullest = entity.fullest
        if fullest is mention:
            for earlier in entity.mentions[:-1]:
                if earlier.form == "name" and earlier.field == "title":
                    self._tell(earlier, mention, rule)
        else:
            self._tell(mention, fullest, rule)

    def _tell(self, mention: Mention, antecedent: Mention, rule: str) -> None:
        if mention.attributive or antecedent.form == "pronoun":
            return
        own, told = _offsets(mention), _offsets(antecedent)
        self.found.append(Reference(mention.field, *own, antecedent.field, *told, rule))


def _offsets(mention: Mention) -> tuple[int, int]:
    span = mention.head.doc[mention.start : mention.end]
    return span.start_char, span.end_char


def _agree(entity: _Entity, mention: Mention) -> bool:
    return not (entity.gender and mention.gender and entity.gender != mention.gender)


def _codes(entity: _Entity) -> set[str]:
    return {code for name in entity.names if (code := land_of().get(" ".join(name).lower()))}


def _is_acronym(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Whether one name is made of the capitals of the other."""
    if len(short) != 1 or len(long) < 2:
        return False
    letters = short[0].replace(".", "")
    return len(letters) > 1 and letters.isupper() and letters == "".join(w[0] for w in long if w[0].isupper())


def _covers(told: Phrase, asked: Phrase) -> bool:
    return told.noun == asked.noun and asked.words <= told.words


def _synonyms(phrase: Phrase) -> Iterator[Phrase]:
    """Yield the phrase, and the same office under its other name ("the premier": the prime minister)."""
    yield phrase
    for pair in table("reference")["same"]:
        for one, other in (pair, pair[::-1]):
            if set(one.split()) <= phrase.words and one.split()[-1] == phrase.noun:
                words = phrase.words - set(one.split()) | set(other.split())
                yield Phrase(other.split()[-1], frozenset(words))


# ------------------------------------------------------------------------------------------- trees


def _quoted(doc: Doc) -> list[bool]:
    """Return for each token whether it stands inside quotation marks; a new paragraph ends what is open."""
    inside = False
    found = []
    for token in doc:
        text = token.text
        if text == "“" or (text in {'"', "``"} and not inside):
            inside = True
        elif text in {"”", '"', "''"} or (token.is_space and "\n" in text):
            inside = False
        found.append(inside)
    return found


def _subjects(found: Iterable[Mention]) -> list[Token]:
    """Return the subjects of a sentence, that of its main clause first."""
    subjects = [m.head for m in found if m.head.dep_ in {"nsubj", "nsubj:pass"}]
    return sorted(subjects, key=lambda t: (t.head.dep_ != "ROOT", t.i)) if any(
        t.head.dep_ == "ROOT" for t in subjects
    ) else []


def _clause(token: Token) -> Token:
    """Return the head of the clause that a word stands in."""
    while token.head.i != token.i:
        if token.dep_ in {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent"}:
            return token.head
        if token.dep_ in {"advcl", "ccomp", "acl", "acl:relcl", "parataxis", "csubj"}:
            return token
        token = token.head
    return token


def _own_subject(verb: Token) -> Token | None:
    return next((c for c in verb.children if c.dep_ in {"nsubj", "nsubj:pass"}), None)


def _above(token: Token) -> list[Token]:
    """Return the subjects of the clauses above that of a word, the nearest first, as far as they stand before it."""
    clause = _clause(token)
    found = []
    while clause.head.i != clause.i:
        if clause.dep_ in {"nsubj", "nsubj:pass"}:
            break
        clause = clause.head
        subject = _own_subject(clause)
        if subject is not None and subject.i < token.i:
            found.append(subject)
    return found


def _joined(subject: Token) -> bool:
    return any(c.dep_ == "conj" for c in subject.children)
