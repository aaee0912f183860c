"""Use cases on real storage and the real sandbox."""
