"""What the portal costs in its database with a thousand, a hundred thousand and a million cases."""
