"""Role nouns and the sectors they stand for (``agents.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from dragoman.errors import OntologyError
from dragoman.ontology.files import loaded_once
from dragoman.ontology.schema import build, check_sectors, section

FILE = "agents.yaml"


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun.

    Attributes:
        lemma: the singular; a title is written as it stands before a name (``Gen.``).
        plural: ``None`` when the noun has none (``police``).
        sectors: PLOVER sectors, the most specific first.
        kind: ``person``, ``group`` of people (``army``) or ``body`` (``ministry``).
        office: whether it is a title that stands before the holder's name.
        generic: whether it says nothing of the side: a body or role beside it tells its sectors.
        abroad: whether it is sent abroad: where it is does not tell whose it is.
        needs_country: whether it is a party only where a country is told.
    """

    lemma: str
    plural: str | None
    sectors: tuple[str, ...]
    kind: Literal["person", "group", "body"] = "person"
    office: bool = False
    generic: bool = False
    abroad: bool = False
    needs_country: bool = False

    @property
    def forms(self) -> tuple[str, ...]:
        """Singular and plural, as far as there are both."""
        return (self.lemma,) if self.plural is None else (self.lemma, self.plural)


@loaded_once
def agents() -> tuple[Agent, ...]:
    """Return all role nouns. Raises `OntologyError` when the file breaks its schema."""
    return tuple(_agent(raw, FILE) for raw in section(FILE, "agents"))


def _agent(raw: dict[str, Any], file: str) -> Agent:
    plural = raw["plural"] if "plural" in raw else f"{raw.get('lemma')}s"
    agent = build(Agent, raw, file, plural=plural)
    where = f"{file}: {agent.lemma!r}"
    check_sectors(agent.sectors, where)
    if not agent.sectors or agent.kind not in {"person", "group", "body"}:
        raise OntologyError(f"{where}: wants a sector, and a kind of person, group or body (mend the entry)")
    return agent
