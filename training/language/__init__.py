"""The recipe of the English pipeline: ``python -m training.language``."""
