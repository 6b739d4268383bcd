"""Stories to a front page: what leads and why, who did what to whom, each line cited.

``choose`` what leads; ``summary`` the sentences that carry it; ``factors`` what recurs in it; ``wording`` an
event as a line of English; ``check`` that a line says only what its citation says; ``page`` what stands
where, under which numbers; ``html`` and ``markdown`` its faces.
"""

from dragoman.briefing.choose import brief
from dragoman.briefing.frontpage import FrontPage
from dragoman.briefing.summary import summarize

__all__ = ["FrontPage", "brief", "summarize"]
