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
        rule: which rule says so: of names ``same name``, ``surname``, ``given name``, ``longer name``, ``other name``,
            ``acronym``, ``capital``; of nouns ``office``, ``body``, ``same noun``, ``the two``; of pronouns
            ``subject above``, ``only one``, ``subject before``, ``speaker``.
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
        return max(
            self.mentions,
            key=lambda m: (m.form != "pronoun", min(len(m.name), 2), bool(m.described and m.name)),
        )


class _Reader:
    """Reads a document once, from its first word to its last."""

    def __init__(self) -> None:
        self.found: list[Reference] = []
        self._at: dict[tuple[Field, int], _Entity] = {}
        self._recent: list[_Entity] = []  # told in the last sentences
        self._named: dict[str, list[_Entity]] = {}  # by each word of their names, a country's code, initials
        self._called: dict[str, list[_Entity]] = {}  # by the nouns used of them
        self._sentence = 0
        self._subjects: list[Token] = []  # of the sentence before, the main one first

    def read(self, doc: Doc, name: Field) -> None:
        """Read one field."""
        quoted = _quoted(doc)
        self._subjects = []
        for found in mentions(doc, name, self._sentence):
            self._recent = [e for e in self._recent if self._sentence - e.last.sentence <= AGAIN]
            self._sentence += 1
            # Who says "I" may be named behind the quotation.
            for mention in sorted(found, key=lambda m: m.noun == "i"):
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
        government = self._government(mention)
        if government is not None:
            self._at[mention.field, mention.head.i] = government
            self._tell(mention, government.fullest, "capital")
            return
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
            code = land_of().get(" ".join(name).lower(), "")
            like = [e for e in self._named.get(code, ()) if e.kind == "land"]
            return (like[0], "other name") if like else (None, "")
        spelled = [e for e in self._named.get(_letters(name), ()) if e.kind == "body"]
        return (spelled[0], "acronym") if len(spelled) == 1 else (None, "")

    def _government(self, mention: Mention) -> _Entity | None:
        """Return the government told before that an acting capital stands for ("*Oslo* rejected …")."""
        if mention.kind != "land" or mention.head.dep_ not in {"nsubj", "nsubj:pass"}:
            return None
        lands = capital_of().get(" ".join(mention.name).lower())
        known = [
            e
            for e in self._called.get("government", ())
            if lands and not e.plural and any(p.noun == "government" and p.words & lands for p in e.phrases)
        ]
        return known[0] if len(known) == 1 else None

    def _beside(self, mention: Mention) -> _Entity | None:
        """Return the entity of the noun that this name stands in apposition to."""
        head = mention.head
        own = self._at.get((mention.field, head.i))
        if own is not None:
            return own
        if head.dep_ == "appos":
            above = self._at.get((mention.field, head.head.i))
            alias = above is not None and (
                not above.names or above in self._named.get(_letters(mention.name), ())
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
                if _alike(entity.kind, mention.kind):
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
        _note(self._called, mention.noun, entity)

    def _holder(self, mention: Mention) -> tuple[_Entity | None, str]:
        """Return the only one told before of whom the noun was used with at least these words."""
        for asked in _synonyms(*mention.described):
            known = [
                e
                for e in dict.fromkeys(self._called.get(asked.noun, ()))
                if e.plural == mention.plural
                and _alike(e.kind, mention.kind)
                and _agree(e, mention)
                and any(_covers(p, asked) for p in e.phrases)
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
            e
            for e in self._recent
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
        elif mention.noun == "i":
            found = self._speaker(mention, quoted)
        elif mention.plural:
            found = self._they(mention, quoted)
        else:
            found = self._person(mention, quoted)
        if found is not None:
            self._refer(mention, *found)
        elif not mention.plural and mention.gender is not None:
            self._keep(mention, None)  # somebody: a rival of whom the next "he" may be

    def _person(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        token = mention.head
        barred = set()
        owned = token.dep_ == "nmod:poss"
        own = _own_subject(_clause(token))
        if not owned and own is not None and own.i != token.i and (e := self._at.get((mention.field, own.i))):
            barred.add(id(e))
        if quoted[token.i]:
            sayers = [*_sayers(token.sent, quoted), *_sayers(self._subjects, quoted)]
            barred.update(id(e) for e in self._speakers(mention.field, sayers))
        near = [
            e
            for e in self._near(mention)
            if e.kind == "person" and not e.plural and _agree(e, mention) and id(e) not in barred
        ]
        above = [own] if owned and own is not None else []
        above += _above(token)
        for subject in above:
            e = self._at.get((mention.field, subject.i))
            if e is not None and e in near and not _joined(subject):
                if not (owned and _is_owned(subject)) and not any(
                    subject.i < other.last.head.i and other is not e for other in near
                ):
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
        if _clause(token).dep_ == "acl":
            return (
                None  # "doubted a Chilean claim that *it* had fired": whose claim may be told by an adjective
            )
        for subject in _above(token):
            e = self._at.get((mention.field, subject.i))
            if e is None or _joined(subject) or e.kind == "person" or e.plural:
                return None
            return (e, "subject above") if e.kind in {"body", "land"} else None
        near = [e for e in self._near(mention) if e.kind in {"body", "land"} and not e.plural]
        return self._before(mention, near)

    def _they(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        token = mention.head
        if token.dep_ not in {"nsubj", "nsubj:pass"} or quoted[token.i]:
            return None
        for subject in _above(token):
            e = self._together(mention.field, subject)
            if e is None or not (e.plural or e.kind == "body"):
                return None
            speaks = subject.head.lemma_ in table("reference")["say"]
            return (e, "subject above") if e.kind != "thing" or speaks else None
        if self._subjects and (e := self._together(mention.field, self._subjects[0])) is not None:
            rivals = [r for r in self._near(mention) if r is not e and r.plural and r.kind == "person"]
            if e.plural and e.kind != "thing" and not rivals:
                return e, "subject before"
        return None

    def _speaker(self, mention: Mention, quoted: list[bool]) -> tuple[_Entity, str] | None:
        """Return the only one who speaks in the sentence of a quoted "I"."""
        if not quoted[mention.head.i]:
            return None
        told = list(dict.fromkeys(self._speakers(mention.field, _sayers(mention.head.sent, quoted))))
        return (told[0], "speaker") if len(told) == 1 and told[0].kind == "person" else None

    def _together(self, name: Field, subject: Token) -> _Entity | None:
        """Return the entity of a subject; of coordinated persons, bodies or lands one for all of them."""
        first = self._at.get((name, subject.i))
        if first is None or not _joined(subject):
            return first
        heads = [subject, *(c for c in subject.children if c.dep_ == "conj")]
        parts = [self._at.get((name, head.i)) for head in heads]
        if any(part is None or part.kind == "thing" for part in parts):
            return None
        start = next(m.start for m in first.mentions if m.field == name and m.head.i == subject.i)
        sentence = first.last.sentence
        group = _Entity(first.kind, True, None)
        group.mentions.append(
            Mention(name, start, heads[-1].i + 1, subject, sentence, "noun", first.kind, True)
        )
        return group

    def _near(self, mention: Mention) -> list[_Entity]:
        """Return who was told shortly before, in the same field."""
        return [
            e
            for e in self._recent
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
        if any(e is not main and e in near for e in told[1:]) or _is_owned(self._subjects[0]):
            return None
        if any(e is not main and e.last.sentence == mention.sentence for e in near):
            return None
        return main, "subject before"

    def _speakers(self, name: Field, sayers: Iterable[Token]) -> list[_Entity]:
        """Return who may be meant by these words; what stands further on has not been read yet."""
        found: list[_Entity] = []
        for token in sayers:
            known = self._at.get((name, token.i))
            found += [known] if known else self._named.get(token.text, self._called.get(token.lemma_, []))
        return found

    # ------------------------------------------------------------------------------------- keeping

    def _keep(self, mention: Mention, entity: _Entity | None) -> None:
        if entity is None:
            entity = _Entity(mention.kind, mention.plural, mention.gender)
        self._join(mention, entity)

    def _join(self, mention: Mention, entity: _Entity) -> None:
        entity.add(mention)
        self._at[mention.field, mention.head.i] = entity
        if entity not in self._recent:
            self._recent.append(entity)
        for key in _keys(mention):
            _note(self._named, key, entity)
        for phrase in mention.described:
            _note(self._called, phrase.noun, entity)

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
        if mention.field == antecedent.field and own[0] < told[1] and told[0] < own[1]:
            return  # two words of one name that the tree took for two
        self.found.append(Reference(mention.field, *own, antecedent.field, *told, rule))


def _offsets(mention: Mention) -> tuple[int, int]:
    span = mention.head.doc[mention.start : mention.end]
    return span.start_char, span.end_char


def _agree(entity: _Entity, mention: Mention) -> bool:
    return not (entity.gender and mention.gender and entity.gender != mention.gender)


def _alike(one: Kind, other: Kind) -> bool:
    """Whether two mentions may be of one kind; a land is a body too ("the country")."""
    return one == other or {one, other} == {"land", "body"}


def _codes(entity: _Entity) -> set[str]:
    return {code for name in entity.names if (code := land_of().get(" ".join(name).lower()))}


def _note(index: dict[str, list[_Entity]], key: str, entity: _Entity) -> None:
    known = index.setdefault(key, [])
    if key and entity not in known:
        known.append(entity)


def _keys(mention: Mention) -> Iterator[str]:
    """Yield what a name may be found by: its words, the code of its country, the capitals of its words."""
    yield from mention.name
    if mention.kind == "land" and (code := land_of().get(" ".join(mention.name).lower())):
        yield code
    if mention.kind == "body" and len(mention.name) > 1:
        yield "".join(word[0] for word in mention.name if word[0].isupper())


def _letters(name: tuple[str, ...]) -> str:
    """Return the letters of a name that is one acronym ("U.N."), or none."""
    letters = name[0].replace(".", "") if len(name) == 1 else ""
    return letters if len(letters) > 1 and letters.isupper() else ""


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
    return (
        sorted(subjects, key=lambda t: (t.head.dep_ != "ROOT", t.i))
        if any(t.head.dep_ == "ROOT" for t in subjects)
        else []
    )


def _sayers(tokens: Iterable[Token], quoted: list[bool]) -> list[Token]:
    """Return the subjects of verbs of saying outside of quotations."""
    say = table("reference")["say"]
    return [t for t in tokens if t.dep_ == "nsubj" and not quoted[t.i] and t.head.lemma_ in say]


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


def _is_owned(noun: Token) -> bool:
    """Whether it is somebody's: after "Ana's brother", "he" and "his" may be of either."""
    return any(c.dep_ == "nmod:poss" for c in noun.children)


def _joined(subject: Token) -> bool:
    return any(c.dep_ == "conj" for c in subject.children)
