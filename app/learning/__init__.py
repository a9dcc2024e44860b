"""What we conclude from searches, readings, votes and tickets."""
