"""Which lands a headline names: by name, adjective or people, by capital and by seat of government.

So that ``Kyiv`` and ``the Ukrainian army`` speak of one land, and the Bank of England is not the Bank of
Japan.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.stories.terms import words


def lands(found: Sequence[str], *, shouting: bool = False) -> frozenset[str]:
    """Codes of the lands that a sequence of words names, the longest form first.

    Codes are ISO 3166 alpha-3, and EUR for Europe. Forms that often mean something else (``Georgia``) are
    passed over. Capitals count ("Turkey", not "turkey") unless the headline has nothing else (`shouting`).
    """
    forms, longest = _forms(shouting)
    plain = [_plain(word, shouting) for word in found]
    codes, i = set(), 0
    while i < len(plain):
        for length in range(min(longest, len(plain) - i), 0, -1):
            if code := forms.get(tuple(plain[i : i + length])):
                codes.add(code)
                i += length
                break
        else:
            i += 1
    return frozenset(codes)


def _plain(word: str, shouting: bool) -> str:
    bare = word.removesuffix("'s").removesuffix("’s").rstrip("'’").replace(".", "")
    return bare.casefold() if shouting else bare


@cache
def _forms(shouting: bool) -> tuple[dict[tuple[str, ...], str], int]:
    """Every form as the words it is made of, and how many the longest has.

    The state listed first has a form that two share.
    """
    more: dict[str, list[str]] = load_yaml("lands.yaml", __package__)
    named = [(c.code, form) for c in countries() for form in c.forms if form not in c.ambiguous]
    named += [(code, form) for code, some in more.items() for form in some]
    forms: dict[tuple[str, ...], str] = {}
    for code, form in named:
        forms.setdefault(tuple(_plain(word, shouting) for word in words(form)), code)
    return forms, max(map(len, forms))
