"""Ships with the library, so that a service can be tested with real parts and without the network."""
