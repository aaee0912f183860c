"""A local TAT service that runs scripts for real on this computer."""
