"""The pages of this room: what is offered, one's own orders, the carrier's notices, the desk."""
