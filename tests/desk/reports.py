"""Reports that nobody wrote, of some days, for the tests of the desk."""

from __future__ import annotations

from dragoman.records import Document

DAYS = ("2024-05-02", "2024-05-03", "2024-05-06", "2024-06-20")

TOLD = (
    ("Norway warns Chad over blocked grain ships", "Norway warned Chad on Thursday over grain ships held in port."),
    ("Norway warns Chad about grain ships held in port", "Norwegian officials warned Chad over the grain ships."),
    ("Peru and Ghana sign fishing accord in Lima", "Peru and Ghana signed a fishing accord in Lima."),
    ("Fishing accord signed by Peru and Ghana", "The accord on fishing was signed by Peru and Ghana in Lima."),
    ("Chad releases Norwegian grain ships", "Chad released the Norwegian grain ships, officials in Oslo said."),
    ("Rebels attack army post in northern Mali", "Rebels attacked an army post in northern Mali, killing 4 soldiers."),
    ("Four soldiers killed as rebels attack post in Mali", "Rebels attacked an army post in Mali and killed four."),
    ("Iceland volcano erupts again", "The volcano near Grindavik erupted again."),
)  # fmt: skip


def reports(copies: int = 1) -> list[Document]:
    """Return some reports, each told by so many houses."""
    return [
        Document(
            f"r{n}-{house}",
            "article",
            title,
            text,
            published=DAYS[n * len(DAYS) // len(TOLD)],
            publisher=f"House {house}",
            url=f"https://house{house}.example/{n}",
        )
        for house in range(copies)
        for n, (title, text) in enumerate(TOLD)
    ]
