"""A lively sample for trying the product out, marked as such, made once and removed at once."""
