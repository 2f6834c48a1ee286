"""Everything that this process serves beside the Streamlit app, and the middleware around both."""
