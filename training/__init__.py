"""Recipes that make the shipped models and tables from named open data."""
