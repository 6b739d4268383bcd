"""Accuracy and speed, measured: ``python -m benchmarks.NAME``; floors in ``floors.json``."""
