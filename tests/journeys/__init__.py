"""What people do with the window, by clicks and keys, against the real sandbox."""
