"""Keys of actors (a country code, a name, or code and sector) in addresses and in words."""

from __future__ import annotations

from urllib.parse import quote

from dragoman.ontology.countries import country
from dragoman.ontology.plover import plover


def actor_address(key: str) -> str:
    """Return the address of an actor's page."""
    return f"/actor/{key_in_path(key)}"


def dyad_address(actor: str, recipient: str) -> str:
    """Return the address of the page of two parties."""
    return f"/dyad/{key_in_path(actor)}/{key_in_path(recipient)}"


def spoken(key: str) -> str:
    """Return the key of an actor in words: a country by its name, and its codes behind."""
    code = key.partition(":")[0]
    name = named(code)
    if name == code:
        name = plover().international.get(code, "")
    return f"{name[:1].upper()}{name[1:]} ({key.replace(':', ' ')})" if name else key


def named(key: str) -> str:
    """Return the name alone of a country; any other key as it is."""
    try:
        return country(key).name
    except KeyError:
        return key


def key_in_path(key: str) -> str:
    """Return the key of an actor as one step of a path.

    A slash is written as JSON Pointers write it (``~1``, and a tilde ``~0``): what is escaped with a per cent sign is a
    slash again before a server looks for the steps.
    """
    step = quote(key.replace("~", "~0").replace("/", "~1"), safe=":~", errors="surrogatepass")
    return step.replace(".", "%2E")


def key_of_path(step: str) -> str:
    """Return the key that `key_in_path` made a step of, after a server undid the escape."""
    return step.replace("~1", "/").replace("~0", "~")
