"""Finds mistakes in scripts with ShellCheck."""
