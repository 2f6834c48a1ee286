"""The least a Streamlit app can show."""

import streamlit as st

st.text("Here.")
