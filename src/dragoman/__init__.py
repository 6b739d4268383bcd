"""dragoman reads world news and keeps the record: who did what to whom, and according to whom."""

__version__ = "0.1.0"
