"""What this process serves beside the Streamlit app."""
