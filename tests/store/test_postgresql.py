"""What is PostgreSQL's alone: its limits, its errors, a server that stops."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import make_url, select, text, update

from benchmarks.corpus import Corpus
from dragoman.errors import StoreError
from dragoman.records import Document
from dragoman.store import EventQuery, Store, postgresql
from dragoman.store.codec import KEYS, LONGEST, plain
from dragoman.store.schema import VERSION, meta, metadata
from tests.store.cluster import PASSWORD, Cluster, Server, server
from tests.store.conftest import Fresh
from tests.store.strategies import anything


@pytest.fixture(scope="module")
def on_server() -> Iterator[Server]:
    with server() as made:
        yield made


# -------------------------------------------------------------------------------------------------- errors


def test_a_store_is_made_and_found_again(on_server: Server) -> None:
    address = on_server.new()
    for _ in range(2):
        with Store.open(address.replace("postgresql:", "postgresql+psycopg:")) as store:
            assert store.revision() == 0


def test_several_open_a_new_store_at_once(on_server: Server) -> None:
    address, failed = on_server.new(), list[BaseException]()

    def make() -> None:
        try:
            Store.open(address).close()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed


def test_stores_in_schemas_of_their_own(on_server: Server) -> None:
    address = on_server.new()
    on_server.tell("CREATE SCHEMA one", "CREATE SCHEMA other", address=address)
    one, other = (
        make_url(address).update_query_dict({"options": f"-csearch_path={name}"}, append=True)
        for name in ("one", "other")
    )
    with Store.open(one.render_as_string(hide_password=False)) as store:
        store.add([Document("a", "headline", "Ferry sails")])
        with Store.open(other.render_as_string(hide_password=False)) as second:
            # Who writes to one does not wait for who writes to the other.
            with store._writing():
                assert second.add([Document("b", "headline", "Ferry sinks")])
            assert second.search("ferry").total == 1
        assert store.document("b") is None
    missing = one.update_query_dict({"options": "-csearch_path=nowhere"})
    with pytest.raises(
        StoreError, match=r"no schema has been selected.*make the schema first: CREATE SCHEMA"
    ):
        Store.open(missing.render_as_string(hide_password=False))


def test_what_is_no_store_of_ours(on_server: Server) -> None:
    address = on_server.new()
    on_server.tell("CREATE TABLE recipes (name text)", address=address)
    with pytest.raises(StoreError, match=r"a database, but not one of dragoman's"):
        Store.open(address)


def test_a_store_of_a_later_version(on_server: Server) -> None:
    address = on_server.new()
    with Store.open(address) as store, store._writing() as connection:
        connection.execute(update(meta).where(meta.c.name == "schema").values(value=VERSION + 1))
    with pytest.raises(StoreError, match=rf"tables of version {VERSION + 1}.*\(use the dragoman that made"):
        Store.open(address)


def test_a_database_of_other_letters_is_refused(on_server: Server) -> None:
    on_server.tell("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    try:
        with pytest.raises(StoreError, match=r"kept as LATIN1.*CREATE DATABASE name ENCODING 'UTF8'"):
            Store.open(on_server.url("latin"))
    finally:
        on_server.tell("DROP DATABASE latin WITH (FORCE)")


def test_who_has_no_right_is_told(cluster: Cluster) -> None:
    address = cluster.new()
    Store.open(address).close()
    cluster.tell("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN")
    guest = make_url(address).set(username="guest").render_as_string()
    with pytest.raises(StoreError, match=r"permission denied.*\(give the user the right to it: GRANT"):
        Store.open(guest)
    cluster.tell("GRANT SELECT ON ALL TABLES IN SCHEMA public TO guest", address=address)
    with Store.open(guest) as store:
        assert store.counts().documents == 0
        with pytest.raises(StoreError, match=r"permission denied for table.*GRANT"):
            store.add([Document("a", "headline", "Ferry sails")])


def test_a_password_is_asked_for_and_never_told(cluster: Cluster) -> None:
    url = make_url(cluster.by_password)
    for secret in ("wrong-secret", ""):
        for address in (
            url.set(password=secret).render_as_string(hide_password=False),
            url.update_query_dict({"password": secret}).render_as_string(hide_password=False),
        ):
            with pytest.raises(
                StoreError, match=r"\(give the user the right|give the right user and password"
            ) as told:
                Store.open(address)
            assert not secret or secret not in str(told.value)
    with Store.open(url.set(password=PASSWORD).render_as_string(hide_password=False)) as store:
        assert PASSWORD not in store.name
    with pytest.raises(StoreError, match=r"postgres://\*\*\*@host/x: no address of a store") as told:
        Store.open("postgres://me:wrong-secret@host/x")
    assert "wrong-secret" not in str(told.value)


def test_what_is_not_there(cluster: Cluster) -> None:
    with pytest.raises(StoreError, match=r'"nothing" does not exist.*\(make the database.*createdb'):
        Store.open(cluster.url("nothing"))
    with pytest.raises(StoreError, match=r"\(start the server, or check host and port\)"):
        Store.open("postgresql://me@127.0.0.1:1/desk")
    with pytest.raises(StoreError, match=r"\(start the server, or check host and port\)"):
        Store.open("postgresql://me@/desk?host=/nowhere")


def test_who_waits_too_long_for_another_is_told(on_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    address = on_server.new()
    with Store.open(address) as writer, Store.open(address) as other:
        with writer._writing() as connection:
            connection.execute(update(meta).where(meta.c.name == "revision").values(value=7))
            assert other.revision() == 0  # to read nobody waits
            monkeypatch.setattr(postgresql, "PATIENCE", 20)
            with pytest.raises(StoreError, match=r"\(another program writes to it; wait"):
                other.add([Document("a", "headline", "Ferry sails")])
        assert other.add([Document("a", "headline", "Ferry sails")])


# -------------------------------------------------------------------------------------------------- limits


def test_every_text_that_an_index_is_over_is_kept_short() -> None:
    whole = {"hash", "url", "due", "newest", "at"}
    for table in metadata.tables.values():
        over = {column.name for index in table.indexes for column in index.columns} | set(
            table.primary_key.columns.keys()
        )
        over |= {column.name for column in table.columns if column.unique}
        texts = {name for name in over if table.c[name].type.python_type is str}
        if table.name not in ("items", "waiting"):  # their keys are cut where they are put in
            assert texts - KEYS <= whole, table.name


def test_long_names_and_ids_do_not_break_an_index(small: Corpus, fresh: Fresh) -> None:
    import random

    chance = random.Random(7)  # what can be packed would fit

    def long() -> str:
        return "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(5_000))

    story = max(small.stories, key=lambda one: len(one.events))
    old = story.documents[0]
    document = replace(old, id=long(), publisher=long(), url=long(), family=long())
    told = [
        replace(
            event,
            id=long(),
            document=document.id,
            place=event.place and replace(event.place, name=long(), country=long()),
            actors=tuple(
                replace(party, name=long(), country=long(), sectors=(long(),)) for party in event.actors
            ),
            recipients=tuple(replace(party, name=long(), country=None) for party in event.recipients),
        )
        for event in story.events
        if event.document == old.id
    ]
    with fresh() as store:
        for _ in range(2):
            store.add([document], told)
            assert store.document(document.id) == document
            assert [store.event(event.id) for event in told] == told
        assert store.revision() == 1
        assert store.events(EventQuery(publisher=document.publisher)).total == len(told)
        name = told[0].actors[0].name
        assert name is not None
        assert [row.event for row in store.events(EventQuery(actor=name)).items] == [told[0]]
        assert store.check() == []


@given(st.text(), st.text(min_size=LONGEST // 2, max_size=LONGEST * 2))
def test_what_is_cut_short_is_told_apart_by_its_end(end: str, start: str) -> None:
    one = plain(start + end)
    assert len(one.encode()) <= LONGEST
    assert plain(one) == one
    assert (plain(start + end + "x") == one) == (start + end + "x" == one)


def test_texts_beyond_the_limits_of_a_tsvector(fresh: Fresh) -> None:
    often = "the ferry of the port " * 20_000 + "the last harbour strike"
    many = " ".join(f"{n:x}word{n * 7919:x}" for n in range(120_000))
    with fresh() as store:
        store.add(
            [
                Document("often", "article", "Ferry", often),
                Document("many", "article", "Words", many),
                Document("word", "article", "Long", "x" * 3_000 + " and anchor"),
            ]
        )
        assert [hit.document for hit in store.search('"last harbour strike"').items] == ["often"]
        assert [hit.document for hit in store.search('"harbour ferry"').items] == []
        assert [hit.document for hit in store.search("0word0").items] == ["many"]
        assert [hit.document for hit in store.search("anchor").items] == ["word"]
        assert [hit.document for hit in store.search("x" * 900).items] in ([], ["word"])
        assert store.check() == []


def test_what_is_written_by_others_is_read_with_the_next_that_comes(on_server: Server) -> None:
    address = on_server.new()
    with Store.open(address) as store:
        store.add([Document("a", "headline", "Ferry sails")])
        on_server.tell("UPDATE documents SET title = 'Anchor dropped'", address=address)
        assert [one.table for one in store.check()] == ["documents_words", "documents"]
        store.add([Document("b", "headline", "Tide")])
        assert [hit.document for hit in store.search("anchor").items] == ["a"]
        assert store.search("sails").total == 0


@pytest.fixture(scope="module")
def both(on_server: Server) -> Iterator[tuple[Store, Store]]:
    with Store.open() as one, Store.open(on_server.new()) as other:
        yield one, other


words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | anything


@settings(max_examples=60)
@given(st.lists(words, min_size=1, max_size=5), st.data())
def test_both_databases_find_the_same(
    both: tuple[Store, Store], said: list[str], data: st.DataObject
) -> None:
    document = Document("a", "article", said[0], " ".join(said), publisher=said[-1])
    line = data.draw(
        st.sampled_from(["{}", '"{} {}"', "title:{}", "text:{} -{}", "publisher:{}", '-"{} {}" {}'])
    )
    asked = line.replace("{}", "%s") % tuple(
        data.draw(st.sampled_from(said)) for _ in range(line.count("{}"))
    )
    found = []
    for store in both:
        store.add([document])
        found.append([(hit.title_marks, hit.stretch, hit.marks) for hit in store.search(asked).items])
    assert found[0] == found[1], asked


# -------------------------------------------------------------------------------------------- interruptions


def test_a_server_that_stops_under_load_loses_and_doubles_nothing(small: Corpus, cluster: Cluster) -> None:
    address = cluster.new()
    Store.open(address).close()
    done, refused, seen = set[str](), list[StoreError](), list[int]()
    failed, ended = list[BaseException](), threading.Event()

    def write(store: Store) -> None:
        try:
            for story in small.stories[:50]:
                while story.id not in done:
                    try:
                        store.add(stories=[story])
                        done.add(story.id)
                    except StoreError as error:
                        refused.append(error)
                        ended.wait(0.02)
        except BaseException as error:
            failed.append(error)

    def read(store: Store) -> None:
        try:
            while not ended.is_set():
                try:
                    seen.append(store.counts().stories)
                    for story in store.latest_stories(days=4):
                        assert story in small.stories
                except StoreError as error:
                    refused.append(error)
                    ended.wait(0.02)
        except BaseException as error:
            failed.append(error)

    with Store.open(address) as store:
        reader, writer = (threading.Thread(target=one, args=(store,)) for one in (read, write))
        reader.start()
        writer.start()
        for part in (10, 25, 40):
            while len(done) < part and not failed:
                ended.wait(0.01)
            cluster.stop()
            cluster.start()
        writer.join()
        ended.set()
        reader.join()
        assert not failed
        assert refused
        assert all("(" in str(error) and PASSWORD not in str(error) for error in refused)
        assert store.counts().stories == 50
        assert all(store.story(story.id) == story for story in small.stories[:50])
        assert store.check() == []
        with store._reading() as reading:
            numbers = reading.connection.scalars(select(metadata.tables["documents"].c.id)).all()
        assert len(numbers) == len(set(numbers)) == sum(len(story.documents) for story in small.stories[:50])


def test_a_connection_that_is_cut_in_the_middle_writes_nothing(on_server: Server) -> None:
    address = on_server.new()
    with Store.open(address) as store:

        def cut() -> None:
            with store._writing() as connection:
                connection.execute(update(meta).values(value=99))
                pid = connection.scalar(text("SELECT pg_backend_pid()"))
                on_server.tell(f"SELECT pg_terminate_backend({pid})")
                connection.execute(update(meta).values(value=100))

        with pytest.raises(StoreError, match="try again"):
            cut()
        assert store.revision() == 0
        assert store.add([Document("a", "headline", "Ferry sails")])
