"""Published results: pages without scripts for everybody who has the link."""
