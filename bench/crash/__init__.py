"""Crashes under load: who wrote keeps a ledger outside the database, and afterwards both are compared."""
