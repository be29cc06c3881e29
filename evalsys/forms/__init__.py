"""Forms: is it well formed? Limits and choices are handed in."""
