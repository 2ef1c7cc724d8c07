"""Bring Reggie's database to a revision, as a Lambda function."""
