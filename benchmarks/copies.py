"""How well edited copies are found, and how long it takes.

    python -m benchmarks.copies           # the table
    python -m benchmarks.copies --check   # exit 1 when a figure fell below its floor

There is no collection of edited copies that may be used, and among 4,000 articles of one country's politics hardly
any. So articles are cut to 100, 200 and 400 words and edited by rule, as houses edit what agencies send; and, as
reports that are written to one pattern, copied with other names and numbers. Thresholds were chosen on articles of
2016 and 2017; those of 2018 are only counted.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import click

from benchmarks import floors
from dragoman.records import Document
from dragoman.stories.copies import same_text
from training import devdata

ARTICLES = 150
"""Articles that are edited, of each length."""

LENGTHS = (100, 200, 400)

PROMOTION = (
    "Read more: What the vote means for you. Sign up for our newsletter, follow us, and never miss a story."
)

_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'-]+|\d+(?:[.,]\d+)*")

Edit = Callable[[list[str], random.Random], str]


def others(share: float) -> Edit:
    """Return what gives every number, and this share of the names, another value, the same wherever it stands."""

    def edit(words: list[str], chance: random.Random) -> str:
        values: dict[str, str] = {}

        def value(match: re.Match[str]) -> str:
            word = match.group()
            if word not in values:
                made = (
                    str(chance.randrange(10 ** len(word)))
                    if word[0].isdigit()
                    else "".join(chance.choices("aeioulmnrst", k=len(word))).title()
                )
                values[word] = made if word[0].isdigit() or chance.random() < share else word
            return values[word]

        return _NAME.sub(value, " ".join(words))

    return edit


def reworded(share: float, kept: float = 1) -> Edit:
    """Return what changes a share of the words, of the first part that is kept."""

    def edit(words: list[str], chance: random.Random) -> str:
        part = words[: int(len(words) * kept)]
        return " ".join(chance.choice(words) if chance.random() < share else word for word in part)

    return edit


def retold(words: list[str], chance: random.Random) -> str:
    """Tell the first fifth in other words: the same, shuffled."""
    first, rest = words[: len(words) // 5], words[len(words) // 5 :]
    chance.shuffle(first)
    return " ".join([*first, *rest])


EDITS: dict[str, Edit] = {
    "a quarter cut off at the end": reworded(0, kept=0.75),
    "two fifths cut off at the end": reworded(0, kept=0.6),
    "promotion put behind": lambda words, _: " ".join([*words, PROMOTION]),
    "a quarter cut off, 3% of the words changed": reworded(0.03, kept=0.75),
    "5% of the words changed": reworded(0.05),
    "the first fifth told anew": retold,
}
PATTERNS: dict[str, Edit] = {
    "other numbers and names": others(1),
    "other numbers, half of the names": others(0.5),
}


def articles(first: int, last: int) -> list[Document]:
    """Return the articles of some years that have words enough, in the order of the file."""
    with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        return [
            Document(row["id"], "article", text=row["text"], published=row["published"])
            for row in map(json.loads, lines)
            if first <= int(row["published"][:4]) <= last and len(row["text"].split()) >= max(LENGTHS)
        ]


def joined(found: list[Document], edit: Edit) -> float:
    """Return the share of articles, cut to each length, that are put together with what the edit makes of them."""
    chance = random.Random(1)
    chosen = chance.sample(found, ARTICLES)
    together = 0
    for length in LENGTHS:
        cut = [d.text.split()[:length] for d in chosen if d.text]
        pairs = [
            replace(d, id=f"{d.id}/{n}", text=text)
            for d, words in zip(chosen, cut, strict=True)
            for n, text in enumerate((" ".join(words), edit(words, chance)))
        ]
        groups = same_text(pairs, 4)
        group_of = {pairs[i].id: n for n, group in enumerate(groups) for i in group}
        together += sum(group_of[f"{d.id}/0"] == group_of[f"{d.id}/1"] for d in chosen)
    return together / (len(chosen) * len(LENGTHS))


def figures(found: list[Document]) -> dict[str, float]:
    """Return the share put together for each edit, and the least and most of copies and patterns."""
    shares = {name: joined(found, edit) for name, edit in (EDITS | PATTERNS).items()}
    copied = sum(shares[name] for name in EDITS) / len(EDITS)
    return shares | {
        "copies found": copied,
        "patterns taken for copies": max(shares[name] for name in PATTERNS),
    }


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
def main(check: bool) -> None:
    """Print the table, and the time that 4,000 articles take."""
    read, held = articles(2016, 2017), articles(2018, 2018)
    tuned, counted = figures(read), figures(held)
    click.echo(f"{'':44}  to 2017  2018")
    for name, value in tuned.items():
        click.echo(f"{name:44}  {value:7.2f}  {counted[name]:4.2f}")
    began = time.process_time()
    groups = same_text((read + held)[:4000], 4)
    took = time.process_time() - began
    several = [group for group in groups if len(group) > 1]
    click.echo(
        f"{len(read + held):,} articles as they are: {took:.1f} s, {len(several)} texts that several documents have"
    )
    fallen = (
        floors.fallen("copies", {f"2018 {name}": value for name, value in counted.items()}) if check else []
    )
    for line in fallen:
        click.echo(line, err=True)
    sys.exit(bool(fallen))


if __name__ == "__main__":
    main()
