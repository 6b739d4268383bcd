"""What is written in a peer's format is read as that peer's: the same deeds between the same countries."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.analysis.dyadic import Dyadic, dyadic
from dragoman.analysis.peers import PeerKind, kind_of, read
from dragoman.errors import InputError
from dragoman.exports import FORMATS
from dragoman.exports.saying import why_not
from dragoman.ontology.countries import codes
from tests.exports.told import rows

Deed = tuple[str | None, str | None, str | None, str | None]


def between_countries(found: Dyadic) -> Deed | None:
    known = {found.actor, found.recipient} <= codes()
    return (found.day, found.actor, found.recipient, found.type) if known else None


@pytest.mark.parametrize("kind", ["gdelt", "icews", "polecat"])
def test_a_peer_reads_the_same_deeds(kind: PeerKind, tmp_path: Path) -> None:
    file = tmp_path / f"events.{kind}"
    with file.open("w", encoding="utf-8", newline="") as out:
        FORMATS[kind].load().write(rows(), out)
    assert kind_of(file) == kind
    back = list(read(file, kind))
    assert [str(found) for found in back if isinstance(found, InputError)] == []
    own = {between_countries(found) for found in dyadic(row for row in rows() if not why_not(row.event))}
    theirs = {between_countries(found) for found in back if isinstance(found, Dyadic)}
    assert len(own) > 50
    assert theirs == own
