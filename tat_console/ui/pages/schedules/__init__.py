"""The page of when commands run by themselves."""
