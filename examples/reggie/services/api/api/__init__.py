"""Reggie: which vehicle carries a number plate."""
