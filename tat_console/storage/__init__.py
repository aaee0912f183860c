"""What stays on this computer: the archive, the journal, scripts, settings, secrets."""
