"""Encoders: what turns text into vectors of meaning."""
