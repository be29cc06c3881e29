"""The masses' ballot: prepare, make slips, open, cast, key, close, read."""
