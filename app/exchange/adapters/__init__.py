"""One file a system that articles come from: each reads its files into the same documents."""
