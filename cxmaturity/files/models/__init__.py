"""Models of other forms made into questionnaires: plain tables, XLSForm, OWASP SAMM, NIST CSF."""
