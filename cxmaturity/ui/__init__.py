"""What pages are made of. The only room of the package that imports streamlit."""
