"""Russian text as the product reads it: pure functions from strings to values."""
