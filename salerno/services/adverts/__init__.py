"""Advertising chosen by the subject of a page, without reading a person."""
