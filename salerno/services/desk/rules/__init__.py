"""The desk's pure rules: the calendar, the clocks, what each kind of case needs, the letters."""
