"""The tour: the real window does its main job by itself, with a picture of each step."""
