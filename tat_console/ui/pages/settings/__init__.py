"""The page of settings: profiles and appearance."""
