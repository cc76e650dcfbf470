"""The notices that notices.py finds: syndication, rights, contributions; the frames and wordings they are read by."""
