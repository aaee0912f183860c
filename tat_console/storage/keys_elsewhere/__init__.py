"""Keys that other programs keep on this computer, read where they are (facts §6.6)."""
