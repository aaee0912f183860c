"""Signed requests to the service: client, transport, retries, pacing."""
