"""The smallest possible Streamlit app."""

import streamlit as st

st.text("Here.")
