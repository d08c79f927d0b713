"""Pages: choose, call, answer."""
