const PLATE = /^[A-Z0-9]{2,8}$/;

/** Write a number plate as it is stored: "ab-123 c" is AB123C. */
export function normalizePlate(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]+/g, "");
}

/** Tell whether what was typed can be a plate at all. */
export function isPlate(typed: string): boolean {
  return PLATE.test(normalizePlate(typed));
}

/** Write a stored plate so that people can read it: AB123C is AB 123 C. */
export function displayPlate(plate: string): string {
  return normalizePlate(plate).replace(/(?<=[A-Z])(?=[0-9])|(?<=[0-9])(?=[A-Z])/g, " ");
}
