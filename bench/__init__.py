"""Measures CX Maturity in comparison with plain Streamlit; see README.md."""
