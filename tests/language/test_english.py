"""English is read, whatever names are in it; what is in another language is declined."""

from pathlib import Path

import pytest

from dragoman.language import analyse, sentences
from dragoman.language.english import declined
from dragoman.language.tables import table
from dragoman.records import Document

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "languages.tsv").read_text(encoding="utf-8").splitlines()
]


def why(title: str, text: str | None = None, language: str | None = None) -> str | None:
    return declined(Document(id="d", kind="article", title=title, text=text, language=language))


@pytest.mark.parametrize(("language", "text"), ROWS)
def test_table(language: str, text: str) -> None:
    assert (why(text) is None) == (language == "en")


def test_the_language_is_named() -> None:
    foreign = [(language, why(text)) for language, text in ROWS if language != "en"]
    assert len(ROWS) >= 60
    assert sum(found == f"not English: {language}" for language, found in foreign) >= 0.95 * len(foreign)


@pytest.mark.parametrize("text", [text for language, text in ROWS if language == "en"])
def test_english_in_capitals_is_read(text: str) -> None:
    assert why(text.upper()) is None


def test_what_the_document_says_of_its_language_holds_unless_it_is_plainly_wrong() -> None:
    assert why("Lula slams Milei", language="pt-BR") == "not English: pt"
    assert why("The minister of the interior told reporters that he would resign", language="id") is None
    assert why("Grève des cheminots : trafic très perturbé vendredi", language="en") == "not English: fr"
    assert why("Lula slams Milei", language="en_GB") is None


def test_a_report_with_foreign_words_in_it_is_read() -> None:
    english = "The crowd that had come to the palace sang with the minister, who told them that it was over. "
    french = "« Nous ne partirons pas avant la fin de la semaine », a dit le ministre devant le palais. "
    assert why("March in Paris", english * 2 + french) is None
    assert why("Marche à Paris", french * 6) == "not English: fr"


@pytest.mark.parametrize("text", ["", " ", "123", "2:1", "😀", "G7", "§ 5", "…"])
def test_what_has_no_words_is_not_declined(text: str) -> None:
    assert why(text) is None


def test_a_declined_document_has_its_mark_and_nothing_else() -> None:
    document = Document(id="d", kind="headline", title="Правительството отхвърли предложението")
    other = Document(id="e", kind="headline", title="Government rejects the offer")
    foreign, read = analyse([document, other])
    assert (foreign.declined, foreign.title, list(foreign.sentences("title"))) == (
        "not English: bg",
        None,
        [],
    )
    assert read.declined is None
    assert read.title is not None
    assert sentences(document) == ()


def test_lists() -> None:
    lists = table("english")
    assert set(lists) == {"words", "languages"}
    for values in lists.values():
        assert len(values) == len(set(values))
        assert all(isinstance(value, str) and value == value.lower() for value in values)
