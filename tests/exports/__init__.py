"""Samples of every exported file, made, opened in LibreOffice and drawn as pictures: `make exports`."""
