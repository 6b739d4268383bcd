"""Documents to stories: which reports tell of one happening.

One way through, one file a step: copies are bundled (`copies`, by `runs` of words), what is compared is taken from
each document (`profiles`, from `terms`, `lands` and `vectors`; `embeddings` where the user has a model), pairs worth
comparing are found (`candidates`) and compared (`pairs`), alike pairs become groups (`clusters`), groups become
stories (`grouping`) with their `origins`. All this again as more documents come in (`stream`), of what they can
change (`reach`), with ids that stay (`identity`); `window` does so where most documents are in a store. `why` tells of
any two documents what decided about them.
"""

from dragoman.stories.stream import Stories, group
from dragoman.stories.why import Comparison

__all__ = ["Comparison", "Stories", "group"]
