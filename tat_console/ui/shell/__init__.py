"""The frame around the pages: rail, top bar, status line, command palette."""
