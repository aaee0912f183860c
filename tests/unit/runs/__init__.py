"""Planning, sending and following runs."""
