"""The frame of every page: its title, styles, session, errors and keyboard help."""
