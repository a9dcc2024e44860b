"""The letters about tickets: to customers, and notices to those who answer."""
