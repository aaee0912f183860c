"""The page on which runs are watched and their answers read."""
