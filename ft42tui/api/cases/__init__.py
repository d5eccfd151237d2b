"""The lines of the table that explains what went wrong, by what they are about."""
