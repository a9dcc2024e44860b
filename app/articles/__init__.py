"""What is read: Markdown files with front matter, kept in folders, rendered and checked."""
