import { assembleChecks, assertBase, type BaseRounds, benchmarkFolders, benchmarkId, brokenOutcomes, type CheckFolder, checkFolders, type CheckOutcome, type CheckSpec, chooseBenchmarks, decidePerformance, type Door, engineError, leftOut, readRound, reproduceLine } from "../lib/pipeline.mjs"
import { type App, type Caller, loadApp } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { verdict } from "./checks.ts"
import { toFailure, unlessRefused } from "./fail.ts"
import { folderFacts } from "./folder-facts.ts"
import { readSteps } from "./outcomes.ts"
import { makePlan } from "./plan.ts"

/** Noise only ever makes a value worse, so the best of three is close to what the code can do. */
const rounds = 3

type Round = ReturnType<typeof readRound>

/** A benchmark with its base: what is run on each side. */
interface Pair {
  head: CheckSpec
  base: CheckSpec | { why: string }
}

/** Measure components on the base and on the files at hand, and hold one against the other. */
export async function comparePerformance(caller: Caller & { base?: string }, options: { app: App; component?: string }): Promise<string> {
  const { component } = options
  const base = assertBase(caller.base)
  const { plan, before } = await makePlan(caller, { app: options.app, event: "manual" })
  const chosen = chooseBenchmarks(options.app.config, { component, plan })
  if (chosen.kind === "none") return `nothing to compare: ${chosen.why}`
  const app = { ...options.app, door: { ...options.app.door, base: plan.mergeBase ?? base } }
  const baseApp = await appBefore(caller, { source: assertBase(before, plan.everything.join("; ")), door: app.door })
  const outcomes: CheckOutcome[] = [...leftOut(chosen.components, { concerns: ["performance"], call: app.door.call })]
  // One after the other: two benchmarks beside each other would take each other's processor time.
  for (const folder of benchmarkFolders(checkFolders(chosen.components))) outcomes.push(await compareFolder({ app, baseApp, folder }))
  const tables = outcomes.filter(({ output }) => output !== "").map(({ id, output }) => `${id}, best of ${rounds} rounds on each side\n${output}`)
  console.log(tables.join("\n\n"))
  return [...tables, verdict(outcomes)].join("\n\n")
}

async function compareFolder(options: { app: App; baseApp: App | { why: string }; folder: CheckFolder }): Promise<CheckOutcome> {
  const { app, baseApp, folder } = options
  const head = await assembleOne(app, folder)
  const base = "why" in baseApp ? baseApp : await assembleBase(baseApp, folder)
  const outcome = await compare({ head, base }, { app, baseApp: "why" in baseApp ? undefined : baseApp })
  return { ...outcome, id: benchmarkId(head.components) }
}

async function compare(pair: Pair, options: { app: App; baseApp?: App }): Promise<CheckOutcome> {
  const { head, base } = pair
  const { app, baseApp } = options
  const nonce = String(Date.now())
  try {
    if (!baseApp || "why" in base) {
      return decidePerformance({ base: { kind: "nothing", why: "why" in base ? base.why : "" }, head: [await runRound(app, { spec: head, nonce })], ...app.config.gates.performance })
    }
    const measured: Record<"base" | "head", Round[]> = { base: [], head: [] }
    for (let round = 1; round <= rounds; round++) {
      // The sides take turns in beginning, so that a machine that grows slower does not speak for one of them.
      for (const side of round % 2 === 1 ? (["base", "head"] as const) : (["head", "base"] as const)) {
        measured[side].push(await runRound(side === "head" ? app : baseApp, { spec: side === "head" ? head : base, nonce: `${nonce} ${side} ${round}` }))
      }
    }
    const before: BaseRounds = { kind: "measured", rounds: measured.base }
    return decidePerformance({ base: before, head: measured.head, ...app.config.gates.performance })
  } catch (error) {
    return brokenOutcomes(head, { error: engineError(toFailure(error), error), reproduce: reproduceLine(app.door, head) })[0]!
  }
}

async function runRound(app: App, options: { spec: CheckSpec; nonce: string }): Promise<Round> {
  const { spec, nonce } = options
  const out = (await checkContainer({ spec, source: app.source, services: app.config.services, nonce })).directory("/out")
  return readRound((await readSteps(out, { spec, door: app.door }))[0]!)
}

async function assembleOne(app: App, folder: CheckFolder): Promise<CheckSpec> {
  const facts = await folderFacts(app.source, folder.path)
  return assembleChecks({ concern: "performance", folder, facts, config: app.config })[0]!
}

/** The base runs its own command on its own files, where it has the component. */
async function assembleBase(baseApp: App, folder: CheckFolder): Promise<CheckSpec | { why: string }> {
  const names = folder.components.map(({ name }) => name)
  const found = benchmarkFolders(checkFolders(baseApp.config.components)).find(({ components }) => components.some(({ name }) => names.includes(name)))
  if (!found) return { why: `the base has no benchmark of ${names.join(", ")}` }
  return unlessRefused(() => assembleOne(baseApp, found))
}

/** The application as it was, read by its own hatchery.yaml. */
async function appBefore(caller: Caller, { source, door }: { source: NonNullable<Caller["source"]>; door: Door }): Promise<App | { why: string }> {
  return unlessRefused(async () => ({ ...(await loadApp({ ...caller, source })), door }))
}
