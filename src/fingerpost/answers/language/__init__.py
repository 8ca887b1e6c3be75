"""The language of a question: told, and where it is Welsh, carried into English."""
