"""The page on which scripts are written, filled and run."""
