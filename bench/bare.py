"""The bare page: draws a recording, and nothing else. Streamlit runs it as a script."""

import streamlit as st

from bench.recording import BOOKS, replay

replay(BOOKS[st.query_params["book"]])
