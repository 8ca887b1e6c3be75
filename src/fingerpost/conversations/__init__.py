"""What was said, kept only as long as allowed and never with personal data in it."""
