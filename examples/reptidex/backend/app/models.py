"""The tables as this code sees them; services/migrator/migrations makes them."""

from __future__ import annotations

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class Reptile(Base):
    __tablename__ = "reptiles"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    common_name: Mapped[str] = mapped_column(String(120))
    scientific_name: Mapped[str] = mapped_column(String(160), unique=True)
    description: Mapped[str] = mapped_column(Text, server_default="")
    # Deferred: releases migrate after the code, so a query must not name a column that is only
    # just being added. The release after the migration may read it.
    conservation_status: Mapped[str | None] = mapped_column(String(40), deferred=True)
