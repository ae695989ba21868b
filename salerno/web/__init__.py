"""The door: settings, urls, templates, design system, slots and the staff desk's frame."""
