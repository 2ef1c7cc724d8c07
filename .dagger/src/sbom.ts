import { dag, File } from "@dagger.io/dagger"
import { assembleSbom, cycloneDx, HatcheryError, selectComponents, type SbomSource } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { folderFacts } from "./folder-facts.ts"

/** Write what one component is made of. */
export async function makeSbom(app: App, name: string): Promise<File> {
  const fileName = `${name}.cdx.json`
  return dag.directory().withNewFile(fileName, await sbomText(app, name)).file(fileName)
}

/** Write it as a text. */
export async function sbomText(app: App, name: string): Promise<string> {
  const component = selectComponents(app.config, name)[0]!
  if (!component.language) throw new HatcheryError("TOOL_MISSING", { where: `component ${name}`, what: "has no language, so nothing tells its packages", next: "set `language: node` or `language: python` on it" })
  const facts = await folderFacts(app.source, component.path)
  const plan = assembleSbom({ component, facts, config: app.config })
  const source: SbomSource =
    plan.kind === "node"
      ? { kind: "node", file: plan.file, workspace: plan.workspace, lock: await app.source.file(plan.file).contents() }
      : { kind: "python", file: "pip inspect", runtimeRequirements: plan.runtimeRequirements, inspect: await (await checkContainer({ spec: plan.spec, source: app.source, services: [] })).file("/out/pip-inspect.json").contents() }
  return cycloneDx(source, { project: app.config.project, component: name, version: app.door.sha })
}
