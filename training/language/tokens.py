"""The tokenizer: spaCy's English one with the changes of ``tokens.yaml``.

``python -m training.language.tokens`` writes it into the packaged pipeline; no network is trained for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from dragoman.language.pipeline import MODELS
from dragoman.records import PARSERS

if TYPE_CHECKING:
    from spacy.language import Language

HERE = Path(__file__).parent


def write(file: Path) -> None:
    """Write the tokenizer as a pipeline keeps it."""
    cast(Any, tokenizing().tokenizer).to_disk(file, exclude=["vocab"])


def tokenizing() -> Language:
    """Return a pipeline that has the tokenizer and nothing else."""
    import spacy
    import yaml
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    nlp = spacy.blank("en")
    table = yaml.safe_load((HERE / "tokens.yaml").read_text(encoding="utf-8"))
    tokenizer = cast(Any, nlp.tokenizer)  # typed as a function of strings
    rules = {word: pieces for word, pieces in tokenizer.rules.items() if word not in table["unlisted"]}
    rules |= {word: [{"ORTH": word}] for word in table["abbreviations"] + table["whole"]}
    rules |= {word: [{"ORTH": piece} for piece in pieces] for word, pieces in table["parted"].items()}
    tokenizer.rules = rules

    def ends(patterns: Iterable[object] | None) -> list[str]:
        return [table["refined"].get(pattern, pattern) for pattern in map(str, patterns or [])]

    kept = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in table["prefixes"])
    infixes = [kept + p if "(?:-|" in p else p for p in map(str, nlp.Defaults.infixes or [])]
    prefixes = table["ends"] + table["before"] + ends(nlp.Defaults.prefixes)
    suffixes = table["ends"] + table["after"] + ends(nlp.Defaults.suffixes)
    tokenizer.prefix_search = compile_prefix_regex(prefixes).search
    tokenizer.suffix_search = compile_suffix_regex(suffixes).search
    tokenizer.infix_finditer = compile_infix_regex(table["within"] + infixes).finditer
    tokenizer.token_match = re.compile("(?:" + "|".join(table["tokens"]) + r")\Z").match
    return nlp


if __name__ == "__main__":
    for parser in PARSERS:
        write(MODELS / parser / "tokenizer")
