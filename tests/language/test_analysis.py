"""Offsets are the caller's, whatever the text."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dragoman.language import analyse, analysis, english, sentences
from dragoman.records import Document

NEWS = (
    "LISBON — Portugal's prime minister rejected the offer on Tuesday.\n\n"
    "“We don’t negotiate under threat,” she said.  The talks\nhad lasted three days.\n"
)


@pytest.fixture
def any_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(english, "declined", lambda document: None)


def holds(document: Document) -> None:
    (read,) = analyse([document])
    for field in ("title", "text"):
        string = document.string(field)
        doc = read.doc(field)
        if doc is None:
            assert not string.strip()
        else:
            readable = "".join("�" if "\ud800" <= c <= "\udfff" else c for c in string)
            assert doc.text == readable
            assert all(readable[t.idx : t.idx + len(t)] == t.text for t in doc)
            assert field == "text" or len(list(doc.sents)) == 1
    at = {"title": 0, "text": 0}
    for s in sentences(document):
        assert document.string(s.field)[s.start : s.end] == s.text == s.text.strip() != ""
        assert s.start >= at[s.field]
        at[s.field] = s.end


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    string=st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
    | st.text("aA .\n\"'”“-\0😀م", max_size=60)
)
@example(string="\ud83d cut emoji")
@example(string="\0\0 a \0")
@example(string="مرحبا بالعالم. كيف حالك؟")
@example(string="\u2028\u2029\x85 a\x0b\x0c")
@pytest.mark.usefixtures("any_language")
def test_any_string_keeps_its_offsets(string: str) -> None:
    holds(Document(id="d", kind="article", title=string, text=string))


@pytest.mark.parametrize(
    "text",
    ["a" * 30_000, "(" * 3_000, "no end " * 4_000, "One. Two three.\n" * 1_500, "a-" * 4_000, "\n" * 20_000],
)
@pytest.mark.usefixtures("any_language")
def test_huge_and_odd_texts(text: str) -> None:
    holds(Document(id="d", kind="article", title=text[:15_000], text=text))


def test_long_text_is_cut_between_paragraphs_and_read_like_short_ones() -> None:
    text = (NEWS + "\n") * 100
    assert len(text) > analysis.PIECE
    read = [s.text for s in sentences(Document(id="d", kind="article", text=text))]
    assert read == [s.text for s in sentences(Document(id="e", kind="article", text=NEWS))] * 100


def test_a_title_cut_in_pieces_has_one_root() -> None:
    (read,) = analyse([Document(id="d", kind="headline", title="Minister quits " * 1_000)])
    assert read.title is not None
    roots = [token for token in read.title if token.dep_ == "ROOT"]
    assert len(roots) == 1
    assert len([t for t in roots[0].children if t.dep_ == "parataxis" and t.i > 1_000]) >= 1


@given(st.text("ab .\n", max_size=400))
def test_cut_loses_nothing(text: str) -> None:
    longer = text * 100
    pieces = analysis.cut(longer)
    assert "".join(pieces) == longer
    assert all(len(piece) <= analysis.PIECE for piece in pieces)


def test_sentences_of_title_and_text() -> None:
    document = Document(id="d", kind="article", title=" Portugal Rejects Offer. Talks End ", text=NEWS)
    title, first, second, third = sentences(document)
    assert (title.text, title.headline, title.field) == ("Portugal Rejects Offer. Talks End", True, "title")
    assert first.text == "Portugal's prime minister rejected the offer on Tuesday."
    assert second.text == "“We don’t negotiate under threat,” she said."
    assert third.text == "The talks\nhad lasted three days."
    assert not first.headline


def test_documents_come_back_in_order_and_are_parsed_once() -> None:
    documents = [Document(id=str(n), kind="headline", title=f"Court {n} frees editor") for n in range(50)]
    first = list(analyse(documents))
    assert [a.document for a in first] == documents
    assert all(a.title is b.title for a, b in zip(first, analyse(documents), strict=True))


def test_the_same_words_are_read_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def trees() -> list[tuple[str, str, int]]:
        monkeypatch.setattr(analysis, "_kept", analysis._Kept())
        (read,) = analyse([Document(id="d", kind="article", text=NEWS)])
        assert read.text is not None
        return [(t.pos_, t.dep_, t.head.i) for t in read.text]

    assert trees() == trees()


def test_the_cache_forgets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "KEPT", 40)
    monkeypatch.setattr(analysis, "_kept", analysis._Kept())
    documents = [Document(id=str(n), kind="headline", title=f"Editor number {n} freed") for n in range(4)]
    first = list(analyse(documents))
    again = list(analyse(documents))
    assert first[0].title is not again[0].title


def test_nothing_to_read() -> None:
    (read,) = analyse([Document(id="d", kind="article", title=None, text=" \n ")])
    assert read.title is None
    assert read.text is None
    assert sentences(read.document) == ()
    assert list(analyse([])) == []
