"""The page of machines: find them, tick them, and go on to a script."""
