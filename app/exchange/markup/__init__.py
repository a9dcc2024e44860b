"""Markdown of other systems made ours: each file turns one kind of markup."""
