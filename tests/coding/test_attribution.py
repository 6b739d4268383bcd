"""According to whom: the speaker of an attack, in constructions of which each is one tree written by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.coding import attribution, code
from dragoman.coding.parties import Parties
from dragoman.records import Attribution, Document
from tests.coding.trees import doc, predicate


def told(words: str, **names: str) -> Attribution | None:
    sentence = doc(words, **names)
    parties = Parties(sentence, dt.date(2025, 3, 3))
    return attribution.of(predicate(sentence, "ASSAULT", {"verb": "attack"}, {"noun": "attack"}), parties)


def notation(found: Attribution | None) -> str:
    """Write an attribution as ``speaker, cue, kind < speaker behind < ...``."""
    if found is None:
        return "the paper"
    speaker = found.speaker.text if found.speaker else "nobody"
    return " < ".join([f"{speaker}, {found.cue}, {found.kind}", *(party.text for party in found.chain)])


CASES: list[tuple[str, str, str]] = [
    (
        "the paper itself",
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked",
        "the paper",
    ),
    (
        "clause",
        "Peruvian/JJ/amod>officials officials/NNS/nsubj>said said/VBD that/IN/mark>attacked "
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said Chile/NNP/obj>attacked",
        "Peruvian officials, said, official",
    ),
    (
        "clause before the verb",
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said Chile/NNP/obj>attacked +,/,/punct>attacked "
        "Peruvian/JJ/amod>officials officials/NNS/nsubj>said said/VBD",
        "Peruvian officials, said, official",
    ),
    (
        "clause below the clause",
        "Peru/NNP/nmod:poss>minister +'s/POS/case>Peru foreign/JJ/amod>minister minister/NN/nsubj>said "
        "said/VBD Norway/NNP/nsubj>plans plans/VBZ/ccomp>said to/TO/mark>attack attack/VB/xcomp>plans",
        "Peru's foreign minister, said, official",
    ),
    (
        "parataxis",
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked +,/,/punct>say "
        "Peruvian/JJ/amod>officials officials/NNS/nsubj>say say/VBP/parataxis>attacked",
        "Peruvian officials, say, official",
    ),
    (
        "according to",
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked according/VBG/case>army "
        "to/IN/fixed>according the/DT/det>army Peruvian/JJ/amod>army army/NN/obl>attacked",
        "the Peruvian army, according to, official",
    ),
    (
        "relative pronoun",
        "Ana/NNP/nsubj>left Lund/NNP/flat>Ana +,/,/punct>said who/WP/nsubj>said said/VBD/acl:relcl>Ana "
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said Chile/NNP/obj>attacked +,/,/punct>said left/VBD",
        "Ana Lund, said, named",
    ),
    (
        "second verb",
        "Ana/NNP/nsubj>called Lund/NNP/flat>Ana called/VBD and/CC/cc>said said/VBD/conj>called "
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said Chile/NNP/obj>attacked",
        "Ana Lund, said, named",
    ),
    (
        "claims to have",
        "Norway/NNP/nsubj>claims claims/VBZ to/TO/mark>attacked have/VB/aux>attacked "
        "attacked/VBN/xcomp>claims Chile/NNP/obj>attacked",
        "Norway, claims, named",
    ),
    # kinds
    (
        "a source",
        "a/DT/det>source source/NN/nsubj>said said/VBD Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said",
        "a source, said, anonymous",
    ),
    (
        "officials who keep back their names",
        "officials/NNS/nsubj>said familiar/JJ/amod>officials with/IN/case>matter the/DT/det>matter "
        "matter/NN/obl>familiar said/VBD Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said",
        "officials familiar with the matter, said, anonymous",
    ),
    (
        "police",
        "police/NNS/nsubj>said said/VBD rebels/NNS/nsubj>attacked attacked/VBD/ccomp>said",
        "police, said, official",
    ),
    (
        "agency",
        "Reuters/NNP/nsubj>reported reported/VBD that/IN/mark>attacked Norway/NNP/nsubj>attacked "
        "attacked/VBD/ccomp>reported",
        "Reuters, reported, media",
    ),
    (
        "newspaper",
        "a/DT/det>newspaper Peruvian/JJ/amod>newspaper newspaper/NN/nsubj>wrote wrote/VBD "
        "that/IN/mark>attacked "
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>wrote",
        "a Peruvian newspaper, wrote, media",
    ),
    (
        "adverb",
        "Norway/NNP/nsubj>attacked reportedly/RB/advmod>attacked attacked/VBD Chile/NNP/obj>attacked",
        "nobody, reportedly, anonymous",
    ),
    (
        "adjective",
        "an/DT/det>attack alleged/JJ/amod>attack attack/NN",
        "nobody, alleged, anonymous",
    ),
    # chains
    (
        "told by somebody who is told",
        "Reuters/NNP/nsubj>reported reported/VBD that/IN/mark>said police/NNS/nsubj>said "
        "said/VBD/ccomp>reported Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said",
        "police, said, official < Reuters",
    ),
    (
        "according to, told",
        "Reuters/NNP/nsubj>said said/VBD Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said "
        "according/VBG/case>police to/IN/fixed>according police/NNS/obl>attacked",
        "police, according to, official < Reuters",
    ),
    (
        "citing",
        "Reuters/NNP/nsubj>said said/VBD Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said "
        "+,/,/punct>citing citing/VBG/advcl>said police/NNS/obj>citing",
        "police, citing, official < Reuters",
    ),
    (
        "what goes with what is said",
        "Peru/NNP/nsubj>said said/VBD it/PRP/nsubj>fled fled/VBD/ccomp>said after/IN/mark>attacked "
        "Norway/NNP/nsubj>attacked attacked/VBD/advcl>fled",
        "Peru, said, named",
    ),
    # inserted, quoted, nobody
    (
        "a saying inserted in the clause",
        "Norway/NNP/nsubj>attacked +,/,/punct>said police/NNS/nsubj>said said/VBD/parataxis>attacked "
        "+,/,/punct>said attacked/VBD Chile/NNP/obj>attacked",
        "police, said, official",
    ),
    (
        "as somebody says",
        "as/IN/mark>said Peru/NNP/nsubj>said said/VBD/advcl>attacked +,/,/punct>attacked "
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked",
        "Peru, said, named",
    ),
    (
        "nobody is named",
        "Norway/NNP/nsubj:pass>said was/VBD/aux:pass>said said/VBN to/TO/mark>attacked have/VB/aux>attacked "
        "attacked/VBN/xcomp>said Chile/NNP/obj>attacked",
        "nobody, was said, anonymous",
    ),
    (
        "a report",
        "the/DT/det>report report/NN/nsubj>said said/VBD Norway/NNP/nsubj>attacked attacked/VBD/ccomp>said",
        "the report, said, document",
    ),
    # no attribution
    (
        "what was not said",
        "Peru/NNP/nsubj>say did/VBD/aux>say not/RB/advmod>say say/VB whether/IN/mark>attacked "
        "Norway/NNP/nsubj>attacked attacked/VBD/ccomp>say",
        "the paper",
    ),
    (
        "what is wanted",
        "Peru/NNP/nsubj>wants wants/VBZ Norway/NNP/obj>wants to/TO/mark>attack attack/VB/xcomp>wants",
        "the paper",
    ),
    (
        "what was said before another happening",
        "Peru/NNP/nsubj>spoke spoke/VBD after/IN/mark>attacked Norway/NNP/nsubj>attacked "
        "attacked/VBD/advcl>spoke",
        "the paper",
    ),
    (
        "an actor who cites a reason",
        "Norway/NNP/nsubj>attacked attacked/VBD Chile/NNP/obj>attacked +,/,/punct>citing "
        "citing/VBG/advcl>attacked threats/NNS/obj>citing",
        "the paper",
    ),
]


@pytest.mark.parametrize(("words", "wanted"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_according_to_whom(words: str, wanted: str) -> None:
    names = {"PER": "Ana Lund"} if "Lund" in words else {}
    assert notation(told(words, **names)) == wanted


def test_the_speaker_is_resolved_as_any_party() -> None:
    found = told(
        "Peruvian/JJ/amod>officials officials/NNS/nsubj>said said/VBD Norway/NNP/nsubj>attacked "
        "attacked/VBD/ccomp>said"
    )
    assert found is not None
    assert found.speaker is not None
    assert (found.speaker.country, found.speaker.sectors) == ("PER", ("GOV",))


def test_a_quotation_keeps_its_speaker_over_its_sentences() -> None:
    text = '"We saw it all," Ana Lund said. "It was night. Russian forces attacked Kharkiv. Then it rained."'
    (event,) = code([Document(id="a", kind="article", text=text)])
    assert event.attribution is not None
    assert event.attribution.speaker is not None
    assert event.attribution.speaker.text == "Ana Lund"


def test_what_follows_a_quotation_is_told_by_the_paper() -> None:
    text = '"We saw it all," Ana Lund said. Russian forces attacked Kharkiv on Monday.'
    (event,) = code([Document(id="a", kind="article", text=text)])
    assert event.attribution is None


def test_the_speaker_of_a_turn() -> None:
    text = "MS. LUND: What happened?\n\nMR. OKORO: Russian forces attacked Kharkiv.\n\nMS. LUND: When?"
    (event,) = code([Document(id="a", kind="article", text=text)])
    assert event.attribution is not None
    assert event.attribution.speaker is not None
    assert event.attribution.speaker.text.endswith("OKORO")
