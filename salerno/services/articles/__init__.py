"""Journal articles: imported whole, in issues, read, commented."""
