"""The ways in: the command line, the web page, the API. Each is thin: it parses, calls and renders."""
