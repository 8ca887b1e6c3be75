"""The Sampleford demonstration service: a council that does not exist, with guidance written for it."""
