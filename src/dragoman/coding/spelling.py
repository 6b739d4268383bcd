"""Names and role nouns one slip of the pen away from the gazetteer's ("Ethopia", "peackeepers")."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from dragoman.ontology.agents import agents
from dragoman.ontology.countries import countries
from dragoman.ontology.leaders import leaders
from dragoman.ontology.names import person_words
from dragoman.ontology.places import regions

#: Letters from which a word is long enough for its neighbour to be no chance: of a name of a land, of another form.
SHORT, LONG = 6, 8


def mended(words: str) -> str | None:
    """Return the one form of the gazetteer that differs in one letter, or in the order of two; else ``None``.

    Only long words are mended, and none that is somebody's given or family name.
    """
    letters = words.lower()
    if len(letters) < SHORT or any(letters in names for names in person_words()):
        return None
    found = {form for key in (letters, *_without_one(letters)) for form in _neighbours().get(key, ())}
    near = {form for form in found if _is_one_slip(letters, form.lower())}
    return near.pop() if len(near) == 1 else None


@cache
def _neighbours() -> dict[str, tuple[str, ...]]:
    """Return forms by what they are without one of their letters."""
    index: dict[str, set[str]] = {}
    for form in _forms():
        letters = form.lower()
        for key in (letters, *_without_one(letters)):
            index.setdefault(key, set()).add(form)
    return {key: tuple(forms) for key, forms in index.items()}


def _forms() -> Iterator[str]:
    lands: Iterable[str] = (
        form
        for land in countries()
        for form in (land.name, *land.aliases, *land.adjectives, *land.people)
        if form not in land.exact
    )
    areas = (form for area in regions() for form in (area.name, *area.adjectives))
    yield from (form for form in (*lands, *areas) if len(form) >= SHORT - 1)
    persons = (form for leader in leaders() for form in (leader.name, *leader.aliases) if " " in form)
    roles = (form for agent in agents() for form in agent.forms if " " not in form)
    yield from (form for form in (*persons, *roles) if len(form) >= LONG)


def _without_one(letters: str) -> Iterator[str]:
    return (letters[:i] + letters[i + 1 :] for i in range(len(letters)))


def _is_one_slip(one: str, other: str) -> bool:
    """Whether a letter too many, too few or wrong, or two in the wrong order, part two words."""
    if one == other:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return one[at + 1 :] == other[at + 1 :] or swapped
