"""Measures CX Maturity side by side with stock Streamlit; see README.md."""
