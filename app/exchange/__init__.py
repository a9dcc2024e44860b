"""Articles in and out: import and export of other help centres' formats."""
