"""Document to sentences: the packaged English pipelines, and how documents go through it."""

from dragoman.language.analysis import Analysis, analyse, sentences
from dragoman.language.english import declined
from dragoman.language.pipeline import load, model_version

__all__ = ["Analysis", "analyse", "declined", "load", "model_version", "sentences"]
