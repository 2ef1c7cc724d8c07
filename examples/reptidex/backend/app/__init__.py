"""ReptiDex: look up reptiles, keep an account, process media."""
