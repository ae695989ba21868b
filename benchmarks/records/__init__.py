"""GDPRbench, corrected: records with a purpose, a term and an owner, and what is done to them."""
