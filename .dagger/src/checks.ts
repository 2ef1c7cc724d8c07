import { assembleChecks, brokenOutcomes, type CheckFolder, checkFolders, type CheckOutcome, type CheckSpec, type Concern, coverageLine, describeOutcomes, type Door, engineError, gateCoverage, gateQuarantine, HatcheryError, leftOut, reproduceLine, selectComponents, throwRed } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { toFailure } from "./fail.ts"
import { folderFacts } from "./folder-facts.ts"
import { isGate, readGate } from "./gates.ts"
import { readOutcomes } from "./outcomes.ts"
import type { Scope } from "./plan.ts"
import { askedToday, runSecurity } from "./security.ts"
import { runTests, type RunSpec, type TestOptions } from "./test-run.ts"

/** What of the application a run of checks covers. */
export interface Narrow {
  component?: string
  /** `python-3.11` */
  cell?: string
  /** Changes with every run that must really run. */
  nonce?: string
  /** What the plan selects; without it nothing is left out. */
  scope?: Scope
  /** What changed since the base, where no plan narrows the run. */
  since?: Pick<Scope, "changed" | "plan">
  tests?: Pick<TestOptions, "shard" | "seconds" | "retries">
}

/** Run some concerns over the application, everything independent in parallel, and say how each tool ended. */
export async function runChecks(app: App, options: Narrow & { concerns: readonly Concern[] }): Promise<CheckOutcome[]> {
  const { component, nonce, scope } = options
  const concerns = options.concerns.filter((concern) => concern !== "security")
  const scans = concerns.length < options.concerns.length ? runSecurity(app, { component, nonce, planned: scope?.plan, base: scope?.compares ? scope : undefined, asked: askedToday() }) : []
  return (await Promise.all([runConcerns(app, { ...options, concerns }), scans])).flat()
}

async function runConcerns(app: App, options: Narrow & { concerns: readonly Concern[] }): Promise<CheckOutcome[]> {
  const folders = checkFolders(selectComponents(app.config, options.component))
  const specs = (await Promise.all(folders.map((folder) => assembleFolder(app, { folder, concerns: options.concerns })))).flat().filter((spec) => isSelected(spec, options.scope))
  const chosen = specs.filter((spec) => options.cell === undefined || spec.cell === options.cell)
  if (chosen.length === 0 && options.scope === undefined && (options.component !== undefined || !options.concerns.every(isConfigured))) throw nothingToRun(specs, options)
  const outcomes = (await Promise.all(chosen.map((spec) => runOne(app, { spec, narrow: options })))).flat()
  const expired = options.concerns.includes("test") ? gateQuarantine({ quarantine: app.config.gates.quarantine, nowMs: Date.now(), reproduce: `${app.door.call} test` }) : undefined
  return [...outcomes, ...leftOut(selectComponents(app.config, options.component), { concerns: options.concerns, call: app.door.call }), ...coverageGates(app, { outcomes, options }), ...(expired ? [expired] : [])]
}

function isSelected(spec: CheckSpec, scope?: Scope): boolean {
  const planned = scope?.plan.functions.find(({ name }) => name === spec.concern)
  return planned === undefined || spec.components.some((name) => planned.components.includes(name))
}

/** Contracts and migrations are there where a component has them; having none is no fault. */
const isConfigured = (concern: Concern) => concern === "contract" || concern === "migrations"

/** Say how each check ended, and throw when one is red. */
export function verdict(outcomes: readonly CheckOutcome[]): string {
  const text = outcomes.length === 0 ? "nothing to check: nothing is there for it, or the plan selects nothing" : describeOutcomes(outcomes)
  console.log(text)
  throwRed(outcomes)
  return text
}

/** Floors hold for a component's whole test run; one cell or shard of it says too little. */
function coverageGates(app: App, run: { outcomes: readonly CheckOutcome[]; options: Narrow }): CheckOutcome[] {
  if (run.options.cell !== undefined || run.options.tests?.shard) return []
  const tests = run.outcomes.filter((outcome) => outcome.concern === "test")
  const { changed } = run.options.scope ?? run.options.since ?? {}
  const door = doorOf(app, run.options)
  return app.config.components.flatMap((component) => {
    const own = tests.filter((outcome) => outcome.components.includes(component.name) && (run.options.component ?? component.name) === component.name)
    return own.length > 0 ? [gateCoverage({ component, outcomes: own, changed, reproduce: coverageLine(door, component.name) })] : []
  })
}

async function assembleFolder(app: App, options: { folder: CheckFolder; concerns: readonly Concern[] }): Promise<CheckSpec[]> {
  const facts = await folderFacts(app.source, options.folder.path)
  return options.concerns.flatMap((concern) => assembleChecks({ concern, folder: options.folder, facts, config: app.config }))
}

/** A container that breaks before its tools ran is a check that could not be decided; the others go on. */
async function runOne(app: App, options: { spec: CheckSpec; narrow: Narrow }): Promise<readonly CheckOutcome[]> {
  const { narrow } = options
  const { shard, retries = 0, seconds } = narrow.tests ?? {}
  // With recorded durations the parts are others than without, and the line cannot carry that file: then all tests run again.
  const door: Door = { ...doorOf(app, narrow), options: shard && !seconds ? ` --shard ${shard.index}/${shard.count}` : "" }
  const out = async (spec: CheckSpec, attempt: string) => {
    const nonce = [narrow.nonce, attempt].filter(Boolean).join(" ") || undefined
    return (await checkContainer({ spec, source: app.source, services: app.config.services, nonce })).directory("/out")
  }
  const run: RunSpec = {
    outcomes: async (spec, attempt) => readOutcomes(await out(spec, attempt), { spec, door }),
    listing: async (spec) => (await out(spec, "")).file("tests.list").contents(),
  }
  try {
    if (isGate(options.spec)) return await readGate(await out(options.spec, ""), { spec: options.spec, app: { ...app, door }, changed: (narrow.scope ?? narrow.since)?.changed })
    if (options.spec.concern !== "test") return await run.outcomes(options.spec, "")
    return await runTests(options.spec, { run, shard, retries, seconds, quarantine: app.config.gates.quarantine })
  } catch (error) {
    return brokenOutcomes(options.spec, { error: engineError(toFailure(error), error), reproduce: reproduceLine(door, options.spec) })
  }
}

/** What the run compares with is part of how it is seen again. */
const doorOf = (app: App, { scope, since }: Narrow): Door => ({ ...app.door, base: (scope ?? since)?.plan.mergeBase })

function nothingToRun(specs: readonly CheckSpec[], options: Narrow & { concerns: readonly Concern[] }): HatcheryError {
  const cells = [...new Set(specs.map((spec) => spec.cell))]
  if (options.cell !== undefined && cells.length > 0) {
    return new HatcheryError("CELL_UNKNOWN", { where: `cell ${options.cell}`, what: "is not in the matrix", next: `name one of: ${cells.join(", ")}` })
  }
  if (options.concerns.every(isConfigured)) {
    return new HatcheryError("NOTHING_TO_CHECK", { where: `component ${options.component}`, what: `has no ${options.concerns.join(" and no ")} to check`, next: `set \`${options.concerns[0]}\` on it, and its language` })
  }
  return new HatcheryError("NOTHING_TO_CHECK", {
    where: options.component ? `component ${options.component}` : "hatchery.yaml",
    what: "no component has a language, so there is nothing to check",
    next: "set `language: node` or `language: python` on the components",
  })
}
