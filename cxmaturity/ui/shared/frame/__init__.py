"""What surrounds every page: its title, styles, session, errors and keys."""
