"""The command line, `python -m cxmaturity`: `commands` names every command, and the other modules hold them."""
