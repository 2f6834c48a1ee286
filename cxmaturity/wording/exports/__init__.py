"""Sentences of what leaves the app: files, links, tokens and receipts."""
