"""Converts models in other formats to questionnaires: plain tables, XLSForm, OWASP SAMM, NIST CSF."""
