"""Proof of the engine: worked examples, properties, and the mistakes that a scheme file can have."""
