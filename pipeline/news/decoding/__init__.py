"""What charsets.py decodes with: the names of charsets, and UTF-8 that was damaged."""
