"""Backup and restore of a whole site: database, files, audit, outbox and versions of the policy."""
