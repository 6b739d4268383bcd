"""What the events say in numbers: a corpus of them from wherever they are, series, and codings compared."""
