"""Reaching a person: which ways there are, which are open now, and handing a conversation over with consent."""
