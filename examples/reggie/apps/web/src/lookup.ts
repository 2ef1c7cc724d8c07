import { displayPlate, isPlate, normalizePlate } from "@reggie/shared";

interface Vehicle {
  readonly plate: string;
  readonly model: string;
}

/** Look a plate up and say in one sentence what came of it. */
export async function describePlate(typed: string): Promise<string> {
  if (!isPlate(typed)) return `${typed.trim()} is not a plate.`;
  const plate = normalizePlate(typed);
  let response: Response;
  try {
    response = await fetch(`/api/plates/${plate}`);
  } catch {
    return "The register does not answer.";
  }
  if (response.status === 404) return `${displayPlate(plate)} is not registered.`;
  if (!response.ok) return `The register answered ${String(response.status)}.`;
  const vehicle = (await response.json()) as Vehicle;
  return `${displayPlate(vehicle.plate)}: ${vehicle.model}`;
}
