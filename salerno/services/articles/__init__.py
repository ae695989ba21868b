"""Journal articles: imported whole, in issues, read, commented (N-19 and N-92 with ``discuss``).

What a journal of record prints is about nobody who uses this house; the comments below it are
kept by ``discuss``, and who may open an article is decided by ``access``.
"""
