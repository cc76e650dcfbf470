"""The notices that notices.py finds: syndication, rights, contributions; and the grammar that reads their wordings."""
