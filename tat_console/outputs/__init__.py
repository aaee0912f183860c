"""What is done with outputs: folding, comparing, extracting, exporting."""
