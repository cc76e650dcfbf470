"""Tests with real engines and a real broker: `python -m pytest tests/engines -m engine`."""
