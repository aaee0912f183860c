"""Widgets that show plain values and know nothing of the service."""
