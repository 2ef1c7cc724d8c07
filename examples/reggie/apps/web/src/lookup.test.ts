import { describe, expect, it, vi } from "vitest";

import { describePlate } from "./lookup.ts";

function answer(status: number, body: unknown = {}) {
  return vi.spyOn(globalThis, "fetch").mockResolvedValue(Response.json(body, { status }));
}

describe("looking up a plate", () => {
  it("names the vehicle", async () => {
    const fetched = answer(200, { plate: "AB123", model: "Fiat Panda" });
    await expect(describePlate("ab-123")).resolves.toBe("AB 123: Fiat Panda");
    expect(fetched).toHaveBeenCalledWith("/api/plates/AB123");
  });

  it("does not ask for what cannot be a plate", async () => {
    const fetched = answer(200);
    await expect(describePlate(" ?! ")).resolves.toBe("?! is not a plate.");
    expect(fetched).not.toHaveBeenCalled();
  });

  it("says when a plate is not registered", async () => {
    answer(404);
    await expect(describePlate("ab123")).resolves.toBe("AB 123 is not registered.");
  });

  it("does not take a failure for an unknown plate", async () => {
    answer(503);
    await expect(describePlate("ab123")).resolves.toBe("The register answered 503.");
  });

  it("says when nothing answers", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("refused"));
    await expect(describePlate("ab123")).resolves.toBe("The register does not answer.");
  });
});
