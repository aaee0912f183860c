"""Use cases on asyncio: no Qt, no HTTP, no SQL."""
