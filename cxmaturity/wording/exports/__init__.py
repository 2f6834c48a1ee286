"""Sentences about what leaves the app: files, links, tokens and receipts."""
