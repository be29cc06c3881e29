"""Papers: finished cards in, bytes of PDF out; nothing is worked out here."""
