"""The participants' list, and directory information with its way out."""
