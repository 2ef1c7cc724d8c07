import { assembleChecks, brokenOutcomes, type CheckFolder, checkFolders, type CheckOutcome, type CheckSpec, type Concern, describeOutcomes, engineError, gateCoverage, HatcheryError, reproduceLine, selectComponents, throwRed } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { toFailure } from "./fail.ts"
import { folderFacts } from "./folder-facts.ts"
import { readOutcomes } from "./outcomes.ts"
import type { Scope } from "./plan.ts"

/** What of the application a run of checks covers. */
export interface Narrow {
  component?: string
  /** `python-3.11` */
  cell?: string
  /** Changes with every run that must really run. */
  nonce?: string
  /** What the plan selects; without it nothing is left out. */
  scope?: Scope
}

/** Run some concerns over the application, everything independent in parallel, and say how each tool ended. */
export async function runChecks(app: App, options: Narrow & { concerns: readonly Concern[] }): Promise<CheckOutcome[]> {
  const folders = checkFolders(selectComponents(app.config, options.component))
  const specs = (await Promise.all(folders.map((folder) => assembleFolder(app, { folder, concerns: options.concerns })))).flat().filter((spec) => isSelected(spec, options.scope))
  const chosen = specs.filter((spec) => options.cell === undefined || spec.cell === options.cell)
  if (chosen.length === 0 && options.scope === undefined) throw nothingToRun(specs, options)
  const outcomes = (await Promise.all(chosen.map((spec) => runOne(app, { spec, nonce: options.nonce })))).flat()
  return [...outcomes, ...coverageGates(app, { outcomes, options })]
}

function isSelected(spec: CheckSpec, scope?: Scope): boolean {
  const planned = scope?.plan.functions.find(({ name }) => name === spec.concern)
  return planned === undefined || spec.components.some((name) => planned.components.includes(name))
}

/** Say how each check ended, and throw when one is red. */
export function verdict(outcomes: readonly CheckOutcome[]): string {
  const text = outcomes.length === 0 ? "nothing to check: the plan selects nothing" : describeOutcomes(outcomes)
  console.log(text)
  throwRed(outcomes)
  return text
}

/** Floors hold for a component's whole test run; one cell of it says too little. */
function coverageGates(app: App, run: { outcomes: readonly CheckOutcome[]; options: Narrow }): CheckOutcome[] {
  if (run.options.cell !== undefined) return []
  const tests = run.outcomes.filter((outcome) => outcome.concern === "test")
  return app.config.components.flatMap((component) => {
    const own = tests.filter((outcome) => outcome.components.includes(component.name) && (run.options.component ?? component.name) === component.name)
    return own.length > 0 ? [gateCoverage({ component, outcomes: own, changed: run.options.scope?.changed })] : []
  })
}

async function assembleFolder(app: App, options: { folder: CheckFolder; concerns: readonly Concern[] }): Promise<CheckSpec[]> {
  const facts = await folderFacts(app.source, options.folder.path)
  return options.concerns.flatMap((concern) => assembleChecks({ concern, folder: options.folder, facts, config: app.config }))
}

/** A container that breaks before its tools ran is a check that could not be decided; the others go on. */
async function runOne(app: App, options: { spec: CheckSpec; nonce?: string }): Promise<readonly CheckOutcome[]> {
  const { spec, nonce } = options
  try {
    const container = await checkContainer({ spec, source: app.source, services: app.config.services, nonce })
    return await readOutcomes(container.directory("/out"), { spec, door: app.door })
  } catch (error) {
    return brokenOutcomes(spec, { error: engineError(toFailure(error), error), reproduce: reproduceLine(app.door, spec) })
  }
}

function nothingToRun(specs: readonly CheckSpec[], options: Narrow): HatcheryError {
  const cells = [...new Set(specs.map((spec) => spec.cell))]
  if (options.cell !== undefined && cells.length > 0) {
    return new HatcheryError("CELL_UNKNOWN", { where: `cell ${options.cell}`, what: "is not in the matrix", next: `name one of: ${cells.join(", ")}` })
  }
  return new HatcheryError("NOTHING_TO_CHECK", {
    where: options.component ? `component ${options.component}` : "hatchery.yaml",
    what: "no component has a language, so there is nothing to check",
    next: "set `language: node` or `language: python` on the components",
  })
}
