"""Finds mistakes and dangers in scripts, with ShellCheck and with checks of its own."""
