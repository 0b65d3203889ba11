"""The usual page in full, as somebody would run it: `streamlit run bench/peers/page.py` with SUPABASE_URL and SUPABASE_KEY."""

from __future__ import annotations

import os

import httpx
import streamlit as st

from bench.peers import usual

st.title("Cases")
client = httpx.Client(
    base_url=os.environ["SUPABASE_URL"], headers={"Authorization": f"Bearer {os.environ['SUPABASE_KEY']}"}, timeout=300
)
status = st.sidebar.selectbox("Status", ["needs", "waiting", "closed"])
found = usual.inbox(client, status)
st.dataframe(found)
reference = st.selectbox("Case", found["reference"])
if reference:
    head, messages = usual.case(client, reference)
    st.subheader(f"{head['workplace']}: {head['issue']}")
    for _, message in messages.iterrows():
        with st.chat_message(message["author"]):
            st.write(message["body"])
    if words := st.chat_input("Answer"):
        usual.post(client, reference, words)
        st.rerun()
by_month, days = usual.figures(client)
st.bar_chart(by_month)
st.line_chart(days)
