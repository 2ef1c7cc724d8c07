import { baseImages, type Belongings, belongings, type BuildSpec, HatcheryError } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import type { GitFacts } from "./git.ts"
import { sbomText } from "./sbom.ts"

type Sbom = { content: string } | { missing: string }

/** Begin to find out what belongs to the images, while they are still being built. */
export function describeImages(app: App, options: { specs: readonly BuildSpec[]; facts: GitFacts; builder?: string }): (spec: BuildSpec, image: { name: string; digest: string }) => Promise<Belongings> {
  const { facts, builder } = options
  const sboms = new Map(options.specs.map(({ component }) => [component, settled(findSbom(app, component))]))
  return async (spec, image) => {
    const dockerfile = await app.source.directory(spec.context).file(spec.dockerfile).contents()
    const source = { remote: facts.remote, commit: facts.commits[spec.context], isChanged: facts.changed.length > 0 }
    return belongings({ spec, image, source, bases: baseImages(dockerfile, spec.args), builder }, await sboms.get(spec.component)!())
  }
}

/** What a component without a language is made of is not known, and its image goes out all the same. */
async function findSbom(app: App, component: string): Promise<Sbom> {
  try {
    return { content: await sbomText(app, component) }
  } catch (error) {
    if (error instanceof HatcheryError && error.code === "TOOL_MISSING") return { missing: error.message }
    throw error
  }
}

/** A failure waits until somebody asks, so that it does not end the process before. */
function settled<T>(promise: Promise<T>): () => Promise<T> {
  promise.catch(() => undefined)
  return () => promise
}
