"""How plates are written, and the register of them."""

from __future__ import annotations

import re

from sqlalchemy import Engine, String, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

PLATE = re.compile(r"[A-Z0-9]{2,8}")


class Base(DeclarativeBase):
    pass


class Vehicle(Base):
    """A registered vehicle; services/migrator makes the table and may be a column ahead."""

    __tablename__ = "vehicles"

    plate: Mapped[str] = mapped_column(String(8), primary_key=True)
    model: Mapped[str] = mapped_column(String(120))


class PlateError(Exception):
    """A plate cannot be registered; the message says why."""


def normalize_plate(typed: str) -> str:
    """Write a plate as it is stored: "ab-123 c" is AB123C."""
    return re.sub(r"[\s-]+", "", typed.upper())


def find(engine: Engine, typed: str) -> Vehicle | None:
    """Find the vehicle that carries a plate, however it is written."""
    with Session(engine) as session:
        return session.scalar(select(Vehicle).where(Vehicle.plate == normalize_plate(typed)))


def register(engine: Engine, typed: str, model: str) -> str:
    """Register a vehicle under a new plate and give the plate as it is stored."""
    plate = normalize_plate(typed)
    if not PLATE.fullmatch(plate):
        raise PlateError(f"{typed} is not a plate")
    try:
        with Session(engine) as session:
            session.add(Vehicle(plate=plate, model=model))
            session.commit()
    except IntegrityError as error:
        raise PlateError(f"{plate} is registered already") from error
    return plate
