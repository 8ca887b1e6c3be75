"""What a service is made of, and who says so: what it signs can be checked by anybody."""
