"""What every room uses: events, logs, paths, the clock, translated text, settings rows."""
