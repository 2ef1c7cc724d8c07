"""Bring ReptiDex's database to a revision: as a Lambda function, an ECS task or by hand."""
