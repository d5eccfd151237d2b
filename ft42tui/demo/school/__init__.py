"""The school: its tables, who is there and what they do, and the file that keeps it."""
