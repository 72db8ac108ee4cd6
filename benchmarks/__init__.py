"""Measurements, each a ratio against a named baseline in the same run; what they print is in docs/measurements.md."""
