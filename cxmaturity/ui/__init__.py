"""The parts of the Streamlit pages. The only layer of the package that imports streamlit."""
