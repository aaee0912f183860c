"""The page of machines outside the cloud and the codes they register with."""
