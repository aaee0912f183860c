"""The page of public commands: find one by its scene, read it, run it or open a copy."""
