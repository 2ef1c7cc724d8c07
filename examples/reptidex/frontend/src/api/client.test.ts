import { describe, expect, it, vi } from "vitest";

import { ApiError, fetchAccount, fetchHealth, lookUp, toSlug } from "./client.ts";

function answer(status: number, body: unknown) {
  return vi.spyOn(globalThis, "fetch").mockResolvedValue(Response.json(body, { status }));
}

describe("toSlug", () => {
  it.each([
    ["Ball Python ", "ball-python"],
    ["  corn   snake", "corn-snake"],
    ["../account", "account"],
    ["?!", ""],
  ])("makes of %j the slug %j", (typed, slug) => {
    expect(toSlug(typed)).toBe(slug);
  });
});

describe("the API client", () => {
  it("asks for the slug of what was typed", async () => {
    const fetched = answer(200, { slug: "ball-python" });
    await expect(lookUp("Ball Python")).resolves.toEqual({ slug: "ball-python" });
    expect(fetched).toHaveBeenCalledWith("/api/reptiles/ball-python", undefined);
  });

  it("gives null for an unknown species", async () => {
    answer(404, { error: "no reptile is called unicorn" });
    await expect(lookUp("unicorn")).resolves.toBeNull();
  });

  it("passes on the reason that the API gives", async () => {
    answer(503, { error: "the database does not answer" });
    await expect(lookUp("unicorn")).rejects.toEqual(
      new ApiError(503, "the database does not answer"),
    );
  });

  it("names the status where the API gives no reason", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("<html>", { status: 502 }));
    await expect(fetchHealth()).rejects.toThrow("the API answered 502");
  });

  it("tells a silent API from a refusing one", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("connection refused"));
    await expect(fetchHealth()).rejects.toMatchObject({ status: 0, name: "ApiError" });
  });

  it("sends the token as a bearer", async () => {
    const fetched = answer(200, { name: "keeper", role: "owner" });
    await expect(fetchAccount("t0k3n")).resolves.toEqual({ name: "keeper", role: "owner" });
    expect(fetched).toHaveBeenCalledWith("/api/account", {
      headers: { Authorization: "Bearer t0k3n" },
    });
  });

  it("gives null for a token that is not valid", async () => {
    answer(401, { error: "a valid bearer token is needed" });
    await expect(fetchAccount("wrong")).resolves.toBeNull();
  });

  it("does not take a failing API for a wrong token", async () => {
    answer(500, {});
    await expect(fetchAccount("t0k3n")).rejects.toBeInstanceOf(ApiError);
  });
});
