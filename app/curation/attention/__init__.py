"""«Требует внимания»: why an article wants its editor, one reason a file, each with its numbers."""
