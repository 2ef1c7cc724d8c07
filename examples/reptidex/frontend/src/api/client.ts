import type { components } from "./schema.ts";

export type Reptile = components["schemas"]["Reptile"];
export type Health = components["schemas"]["Health"];
export type Account = components["schemas"]["Account"];

/** An answer of the API that is not the wanted one; `status` is 0 where none came. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

async function messageOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "error" in body) return String(body.error);
  return `the API answered ${String(response.status)}`;
}

async function request(path: string, init?: RequestInit): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    throw new ApiError(0, "the API does not answer", { cause });
  }
  if (!response.ok) throw new ApiError(response.status, await messageOf(response));
  return response.json();
}

/** Turn what a person types into the slug of a species: "Ball Python " is ball-python. */
export function toSlug(species: string): string {
  return species
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}

/** Look up a species by the name a person typed; null where there is none. */
export async function lookUp(species: string): Promise<Reptile | null> {
  try {
    return (await request(`/api/reptiles/${toSlug(species)}`)) as Reptile;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** Ask which revision of the API is running. */
export async function fetchHealth(): Promise<Health> {
  return (await request("/api/health")) as Health;
}

/** Show the account that a token belongs to; null where the token is not valid. */
export async function fetchAccount(token: string): Promise<Account | null> {
  try {
    const headers = { Authorization: `Bearer ${token}` };
    return (await request("/api/account", { headers })) as Account;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}
