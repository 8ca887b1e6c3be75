"""Whether a service is good enough to be live, measured."""
