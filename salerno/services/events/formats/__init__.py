"""Writers of one format each."""
