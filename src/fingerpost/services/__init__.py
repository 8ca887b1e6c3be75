"""What a person can do: work something out, be guided through steps, keep a plan."""
