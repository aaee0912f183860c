"""The readers of one run's answers, for every page that shows a run."""
