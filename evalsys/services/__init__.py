"""Verbs: load, check, save and log; one file for each noun."""
