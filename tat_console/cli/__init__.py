"""The console without a window: run, history and export, for scripts and schedulers."""
