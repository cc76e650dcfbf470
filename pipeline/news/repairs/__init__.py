"""The repairs that text.py makes, one kind a module, and the judgement of what reads like a language."""
