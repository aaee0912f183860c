"""The tests, in rooms that mirror the package; what they share is in tests.fixtures."""
