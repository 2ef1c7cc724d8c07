import { dag, File } from "@dagger.io/dagger"
import { buildSpecs, keepTimings, readKeptTimings, renderTimings } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import type { Grant } from "./credentials.ts"
import type { GitFacts } from "./git.ts"
import { openRegistry, type OpenRegistry, type RegistryAccess } from "./registry.ts"

/** Fetch the timings that were kept last, as the file that tests are split by. */
export async function fetchTimings(app: App, access: RegistryAccess & Grant): Promise<File> {
  const registry = await openRegistry(app, access)
  const { timings, note } = await readKeptTimings(registry.client, placeOf(app, registry))
  console.log(note)
  const text = renderTimings(timings ?? { project: app.config.project, branch: "", seconds: {} })
  return dag.directory().withNewFile("timings.json", text).file("timings.json")
}

/** Make what keeps the timings of a run with the images of a revision. */
export function keepTimingsOf(app: App, options: { registry: OpenRegistry; timings: File; facts: GitFacts; revision: string }): () => Promise<string> {
  const { registry, facts, revision } = options
  return async () => keepTimings(registry.client, placeOf(app, registry), { text: await options.timings.contents(), branch: facts.branch ?? "", revision: facts.sha ?? revision })
}

/** All functions look beside the images of the same component, whichever one is published. */
const placeOf = (app: App, registry: OpenRegistry) => ({ project: app.config.project, repository: registry.destination.repository(buildSpecs(app.config)[0]!.component) })
