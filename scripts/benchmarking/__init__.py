"""Measures how fast the search is, beside other engines, and what it costs."""
