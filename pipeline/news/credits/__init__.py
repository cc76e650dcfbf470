"""The credits of captions: the words that mark them, and the rules that cut them from the caption."""
