"""Published results: light pages for everyone who has the link."""
