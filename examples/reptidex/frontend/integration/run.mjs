// Runs the suite against an application that is up: BASE_URL, or --baseUrl=https://… before any
// of vitest's own options.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values, tokens } = parseArgs({
  options: { baseUrl: { type: "string" } },
  strict: false,
  allowPositionals: true,
  tokens: true,
});
const baseUrl = values.baseUrl ?? process.env.BASE_URL;
if (typeof baseUrl !== "string" || !URL.canParse(baseUrl)) {
  console.error("say where the application is: BASE_URL or --baseUrl=https://host");
  process.exit(2);
}

const ours = new Set();
for (const token of tokens) {
  if (token.kind !== "option" || token.name !== "baseUrl") continue;
  ours.add(token.index);
  if (token.inlineValue === false) ours.add(token.index + 1);
}
const rest = process.argv.slice(2).filter((_, index) => !ours.has(index));

const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const done = spawnSync(
  process.execPath,
  [vitest, "run", "--config", "vitest.integration.config.ts", ...rest],
  {
    cwd: fileURLToPath(new URL("..", import.meta.url)),
    // Not BASE_URL: vite has a variable of that name and sets it to "/".
    env: { ...process.env, APPLICATION_URL: baseUrl },
    stdio: "inherit",
  },
);
process.exit(done.status ?? 1);
