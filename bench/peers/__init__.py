"""The same work twice: as this portal does it, and as the usual page of Streamlit and Supabase does."""
