"""The glossary: every symbol and term that a lab shows, in one sentence each."""
