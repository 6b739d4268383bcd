"""The types of columns, as all versions have had them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Double, Integer, Text

TEXT = Text().with_variant(Text(collation="C"), "postgresql")
INTEGER = Integer().with_variant(BigInteger(), "postgresql")
DOUBLE: Double[float] = Double()
