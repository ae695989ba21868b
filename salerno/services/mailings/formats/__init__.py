"""The words of a mailing as letters, texts and notes; what carriers send back; lists of calls."""
