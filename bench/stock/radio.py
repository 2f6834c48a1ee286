"""A radio and its choice, with the libraries imported that a product like ours needs. It saves nothing."""

import pandas
import plotly.graph_objects
import pydantic
import sqlalchemy
import streamlit as st

imported = (pandas, plotly.graph_objects, pydantic, sqlalchemy)
st.write("You chose", st.radio("Choose", [1, 2, 3, 4, 5]))
