"""Letters of this room: to readers who left an address, to owners of articles."""
