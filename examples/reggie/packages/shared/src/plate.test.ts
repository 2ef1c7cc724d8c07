import { describe, expect, it } from "vitest";

import { displayPlate, isPlate, normalizePlate } from "./plate.ts";

describe("a plate", () => {
  it("is stored without spaces, dashes and small letters", () => {
    expect(normalizePlate(" ab-123 c")).toBe("AB123C");
  });

  it("stays as it is when it is normal already", () => {
    expect(normalizePlate(normalizePlate("ab-123 c"))).toBe("AB123C");
  });

  it.each(["ab 1", "AB123C", "12345678"])("can be %s", (typed) => {
    expect(isPlate(typed)).toBe(true);
  });

  it.each(["", "a", "ABC123456", "AB_12", "ÄB 12"])("cannot be %j", (typed) => {
    expect(isPlate(typed)).toBe(false);
  });

  it("is shown in groups of letters and digits", () => {
    expect(displayPlate("ab123c")).toBe("AB 123 C");
  });
});
