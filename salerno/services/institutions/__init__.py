"""Organisations, affiliations that the person confirms, and partners' administrators."""
