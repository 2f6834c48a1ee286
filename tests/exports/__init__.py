"""Samples of everything that leaves the app, made, opened in LibreOffice and turned into pictures: `make exports`."""
