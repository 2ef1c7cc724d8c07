import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { App } from "./app.tsx";

const BALL_PYTHON = {
  slug: "ball-python",
  common_name: "Ball python",
  scientific_name: "Python regius",
  description: "Curls into a ball.",
};

type Answers = Record<string, () => Promise<Response> | Response>;

let answers: Answers;

beforeEach(() => {
  answers = {
    "/api/health": () => Response.json({ status: "healthy", revision: "0123456789abcdef" }),
    "/api/reptiles/ball-python": () => Response.json(BALL_PYTHON),
    "/api/account": () => Response.json({ name: "keeper", role: "owner" }),
  };
  vi.spyOn(globalThis, "fetch").mockImplementation(async (input) => {
    const found = answers[input as string];
    return found === undefined ? Response.json({ error: "unknown" }, { status: 404 }) : found();
  });
});

afterEach(cleanup);

async function searchFor(species: string) {
  render(<App />);
  await userEvent.type(screen.getByLabelText("Species"), species);
  await userEvent.click(screen.getByRole("button", { name: "Look up" }));
}

describe("looking up", () => {
  it("shows the species that was found", async () => {
    await searchFor("Ball Python");
    expect(await screen.findByRole("article", { name: "Ball python" })).toBeTruthy();
    expect(screen.getByText("Python regius")).toBeTruthy();
    expect(screen.getByText("Curls into a ball.")).toBeTruthy();
  });

  it("leaves out an empty description", async () => {
    answers["/api/reptiles/ball-python"] = () => Response.json({ ...BALL_PYTHON, description: "" });
    await searchFor("ball python");
    const card = await screen.findByRole("article", { name: "Ball python" });
    expect(card.querySelectorAll("p")).toHaveLength(1);
  });

  it("says so when there is no such species", async () => {
    await searchFor("unicorn");
    expect(await screen.findByText("No reptile is called unicorn.")).toBeTruthy();
  });

  it("shows why a lookup failed", async () => {
    answers["/api/reptiles/ball-python"] = () =>
      Response.json({ error: "the database does not answer" }, { status: 503 });
    await searchFor("ball python");
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toBe("The lookup failed: the database does not answer");
  });

  it("takes no second search while one is running", async () => {
    let finish: (response: Response) => void = () => undefined;
    answers["/api/reptiles/ball-python"] = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    await searchFor("ball python");
    const button = screen.getByRole("button", { name: "Look up" });
    expect(button.hasAttribute("disabled")).toBe(true);
    expect(screen.getByText("Looking for ball python …")).toBeTruthy();
    finish(Response.json(BALL_PYTHON));
    await screen.findByRole("article");
    expect(button.hasAttribute("disabled")).toBe(false);
  });

  it("searches for nothing without a name", () => {
    render(<App />);
    expect(screen.getByRole("button", { name: "Look up" }).hasAttribute("disabled")).toBe(true);
  });
});

describe("the revision", () => {
  it("is shown short", async () => {
    render(<App />);
    expect(await screen.findByText("API 0123456")).toBeTruthy();
  });

  it("is replaced by a plain word when the API is gone", async () => {
    answers["/api/health"] = () => Promise.reject(new TypeError("refused"));
    render(<App />);
    expect(await screen.findByText("API not reachable")).toBeTruthy();
  });
});

describe("the account", () => {
  async function signIn() {
    render(<App />);
    await userEvent.type(screen.getByLabelText("Token"), "t0k3n");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
  }

  it("is shown to who has a token", async () => {
    await signIn();
    expect(await screen.findByText("Signed in: keeper, owner")).toBeTruthy();
  });

  it("stays closed to a wrong token", async () => {
    answers["/api/account"] = () => Response.json({ error: "no" }, { status: 401 });
    await signIn();
    expect(await screen.findByText("This token is not valid.")).toBeTruthy();
  });

  it("tells when the API cannot say", async () => {
    answers["/api/account"] = () => Response.json({ error: "broken" }, { status: 500 });
    await signIn();
    expect(await screen.findByText(/Cannot sign in: .*broken/)).toBeTruthy();
  });
});
