"""Timings: the figures of the README, each printed by a command."""
