"""One page a room of the window; pages never import each other."""
