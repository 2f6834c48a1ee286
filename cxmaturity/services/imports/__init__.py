"""Imports rounds that were answered with other tools."""
