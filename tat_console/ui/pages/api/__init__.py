"""The page of the calls this console made, and any other."""
