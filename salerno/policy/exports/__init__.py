"""The one registry in the forms that others read: Fides manifests, and DPV as JSON-LD."""
