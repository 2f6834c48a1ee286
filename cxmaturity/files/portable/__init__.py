"""Portable files (.cxm): a zip of JSON with an assessment, a team or everything, see docs/portable.md."""
