"""Taking in a book of cases."""
