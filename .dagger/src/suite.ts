import { assembleSuite, type ReleaseRequest } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { suiteContainer } from "./check-run.ts"
import { folderFacts } from "./folder-facts.ts"

/** Run the smoke suite in a container of its component, against the address that was just released. */
export function suiteRunner(app: App): NonNullable<ReleaseRequest["runSuite"]> {
  return async ({ command, component, baseUrl }) => {
    const spec = assembleSuite({ config: app.config, component, command, facts: await folderFacts(app.source, pathOf(app, component)) })
    const out = suiteContainer({ spec, source: app.source, baseUrl, nonce: String(Date.now()) }).directory("/out")
    const [exit, stdout, stderr] = await Promise.all(["exit", "stdout", "stderr"].map((kind) => out.file(`suite.${kind}`).contents()))
    return { passed: exit?.trim() === "0", tail: `${stdout}\n${stderr}`.split("\n").filter(Boolean).slice(-20) }
  }
}

function pathOf(app: App, component: string): string {
  return app.config.components.find((one) => one.name === component)?.path ?? "."
}
