import { describe, expect, it } from "vitest";

const baseUrl = process.env["APPLICATION_URL"];
if (baseUrl === undefined) throw new Error("APPLICATION_URL is not set: start this by integration/run.mjs");

function get(path: string, init?: RequestInit): Promise<Response> {
  return fetch(new URL(path, baseUrl), init);
}

describe("health", () => {
  it("tells a revision", async () => {
    const response = await get("/api/health");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "healthy",
      revision: expect.stringMatching(/./) as string,
    });
  });

  it.each(["/api/health/db", "/api/health/cache"])("finds %s healthy", async (path) => {
    const response = await get(path);
    expect(await response.json()).toEqual({ status: "healthy" });
    expect(response.status).toBe(200);
  });
});

describe("docs", () => {
  it("are a page for people", async () => {
    const response = await get("/api/docs");
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    expect(await response.text()).toContain("/api/reptiles/{species}");
  });

  it("are a contract for programs", async () => {
    const contract = (await (await get("/api/openapi.json")).json()) as { openapi: string };
    expect(contract.openapi).toMatch(/^3\./);
  });
});

describe("lookup", () => {
  it("finds a species that the migrations brought", async () => {
    const response = await get("/api/reptiles/ball-python");
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ scientific_name: "Python regius" });
  });

  it("does not invent a species", async () => {
    expect((await get("/api/reptiles/unicorn")).status).toBe(404);
  });
});

describe("auth guard", () => {
  it("closes the account without a token", async () => {
    expect((await get("/api/account")).status).toBe(401);
  });

  it("closes the account to a wrong token", async () => {
    const headers = { Authorization: "Bearer certainly-not-the-token" };
    expect((await get("/api/account", { headers })).status).toBe(401);
  });
});
