import { Directory } from "@dagger.io/dagger"
import { adviseLock, type Advisory, againLine, assembleSecrets, assembleSecurity, assembleSemgrep, type BaseScan, brokenOutcomes, type CheckFolder, checkFolders, checkId, type CheckOutcome, decideScanner, engineError, gateAgainstBase, gateWaivers, HatcheryError, parseAdvisories, reproduceLine, type SecurityContext, type SecuritySpec, type RunPlan, selectComponents } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { toFailure, unlessRefused } from "./fail.ts"
import { folderFacts } from "./folder-facts.ts"
import { scanImages } from "./image-scan.ts"
import { readSteps } from "./outcomes.ts"
import type { Scope } from "./plan.ts"

/** What a run of the scanners covers, and how fresh it is. */
export interface Scan {
  component?: string
  /** Changes with every run that must really run. */
  nonce?: string
  /** Changes when feeds are asked anew. */
  asked: string
  /** What the plan selects; without it nothing is left out. */
  planned?: RunPlan
  /** What the application was at the base; undefined where nothing is compared. */
  base?: Pick<Scope, "plan" | "before">
}

/** Feeds are asked once a day (UTC) by `checks`, so that a second call of the day is as fast as any. */
export const askedToday = () => new Date().toISOString().slice(0, 10)

/** Changes whenever feeds must be asked anew. */
const keyOf = ({ asked, nonce }: Scan) => [asked, nonce].filter(Boolean).join(" ")

/** Audit packages and images, analyse sources and look for secrets, everything in parallel, and apply severity, waivers and the base. */
export async function runSecurity(caller: App, options: Scan): Promise<CheckOutcome[]> {
  const app: App = { ...caller, door: { ...caller.door, base: options.base?.plan.mergeBase } }
  if (options.planned?.functions.some(({ name, run }) => name === "security" && !run)) return []
  const advisories = await readAdvisories(app)
  const [outcomes, base] = await Promise.all([scanAll(app, { ...options, advisories }), scanBase(app, { ...options, advisories })])
  const { failOn, waivers } = app.config.gates.vulnerabilities
  const nowMs = Date.now()
  const expired = gateWaivers({ waivers, nowMs, reproduce: againLine(app.door, ["security"]) })
  return [...outcomes.map((outcome) => gateAgainstBase(outcome, { failOn, waivers, nowMs, base })), ...(expired ? [expired] : [])]
}

/** What scanners of one side share. */
interface ScanSide extends Scan {
  advisories?: readonly Advisory[]
}

/** The base is held against the same advisories: one that appeared since then is no fault of a change. */
async function scanBase(app: App, run: ScanSide): Promise<BaseScan> {
  if (!run.base) return { kind: "none" }
  if (!run.base.before) return { kind: "unknown", why: run.base.plan.everything.join("; ") || "the merge base is not known" }
  const before: App = { ...app, source: run.base.before }
  const { components, folders, images, secrets } = scanned(app, run)
  const there = await Promise.all(folders.map(async (folder) => (folder.path === "." || (await before.source.exists(folder.path)) ? [folder] : [])))
  // Where the base has nothing to install from, there is nothing to compare with; at the head the same is an error.
  const scanThere = async (folder: CheckFolder) => {
    const found = await unlessRefused(() => scanFolder(before, { folder, run }))
    return "why" in found ? [] : found
  }
  const outcomes = await Promise.all([...there.flat().map(scanThere), scanSecrets(before, { spec: secrets, run }), scanByRules(before, { components, run }), scanImages(before, { components: images, key: keyOf(run) })])
  return { kind: "scanned", outcomes: outcomes.flat() }
}

async function scanAll(app: App, run: ScanSide): Promise<CheckOutcome[]> {
  const { components, folders, images, secrets } = scanned(app, run)
  return (await Promise.all([...folders.map((folder) => scanFolder(app, { folder, run })), scanSecrets(app, { spec: secrets, run }), scanByRules(app, { components, run }), scanImages(app, { components: images, key: keyOf(run) })])).flat()
}

function scanned(app: App, run: ScanSide): { components: string[]; folders: readonly CheckFolder[]; images: readonly string[]; secrets: SecuritySpec } {
  const components = selectComponents(app.config, run.component)
  const planned = run.planned?.functions.find(({ name }) => name === "security")
  const folders = checkFolders(components).filter((folder) => !planned || folder.components.some(({ name }) => planned.components.includes(name)))
  const path = run.component ? (components[0]?.path ?? ".") : "."
  const names = components.map(({ name }) => name)
  return { components: names, folders, images: names.filter((name) => !planned || planned.components.includes(name)), secrets: assembleSecrets(path, names) }
}

function scanSecrets(app: App, options: { spec: SecuritySpec; run: ScanSide }): Promise<CheckOutcome[]> {
  return scan(app, { ...options, context: { manifests: {} }, ...(options.run.component ? {} : { reproduce: againLine(app.door, ["security"]) }) })
}

async function scanFolder(app: App, options: { folder: CheckFolder; run: ScanSide }): Promise<CheckOutcome[]> {
  const { folder, run } = options
  const { advisories } = run
  const facts = await folderFacts(app.source, folder.path)
  const specs = assembleSecurity({ folder, facts, config: app.config, offline: advisories !== undefined })
  const lockFile = facts.installRoot === "." ? "package-lock.json" : `${facts.installRoot}/package-lock.json`
  const lock = folder.language === "node" ? { file: lockFile, text: await lockText(app, lockFile) } : undefined
  const context: SecurityContext = { manifests: facts.manifests, lock, advisories }
  const outcomes = (await Promise.all(specs.map((spec) => scan(app, { spec, context, run })))).flat()
  if (!lock || !advisories) return outcomes
  const about = { concern: "security", path: folder.path, components: folder.components.map(({ name }) => name), cell: "" } as const
  return [adviseLock({ ...about, id: checkId(about, "advisories"), reproduce: reproduceLine(app.door, about) }, context), ...outcomes]
}

/** Rules are about the application as a whole, so one component alone is not held against them. */
async function scanByRules(app: App, options: { components: readonly string[]; run: ScanSide }): Promise<CheckOutcome[]> {
  const { components, run } = options
  if (run.component) return []
  const specs = assembleSemgrep({ entries: await app.source.entries(), components, config: app.config })
  return (await Promise.all(specs.map((spec) => scan(app, { spec, run, context: { manifests: {} }, reproduce: againLine(app.door, ["security"]) })))).flat()
}

async function lockText(app: App, file: string): Promise<string> {
  if (await app.source.exists(file)) return app.source.file(file).contents()
  throw new HatcheryError("TOOL_MISSING", { where: file, what: "there is no package-lock.json to audit", next: "run npm install and commit the lock file" })
}

/** Run one scanner; what asks a feed is keyed by when it was asked, the rest by content. */
async function scan(app: App, options: { spec: SecuritySpec; context: SecurityContext; run: Scan; reproduce?: string }): Promise<CheckOutcome[]> {
  const { spec, context, run: { nonce } } = options
  const reproduce = options.reproduce ?? reproduceLine(app.door, spec)
  try {
    const container = await checkContainer({ spec, source: app.source, services: [], nonce: spec.asksFeed ? keyOf(options.run) : nonce })
    return (await readSteps(container.directory("/out"), { spec, door: app.door })).map(({ run, text }) => decideScanner({ run: { ...run, reproduce }, text }, context))
  } catch (error) {
    return [...brokenOutcomes(spec, { error: engineError(toFailure(error), error), reproduce })]
  }
}

/** Read the file, or every JSON file of the folder, that hatchery.yaml names. */
async function readAdvisories(app: App): Promise<readonly Advisory[] | undefined> {
  const path = app.config.gates.vulnerabilities.advisories
  if (path === undefined) return undefined
  const files = (await app.source.exists(path)) ? await filesIn(app.source, path) : []
  if (files.length === 0) throw new HatcheryError("CONFIG_INVALID", { where: `gates.vulnerabilities.advisories: ${path}`, what: "there is no such file, and no folder with *.json", next: "correct the path, which is relative to hatchery.yaml" })
  const texts = await Promise.all(files.map(async (file) => [file, await app.source.file(file).contents()] as const))
  return parseAdvisories(Object.fromEntries(texts))
}

async function filesIn(source: Directory, path: string): Promise<string[]> {
  if (path.endsWith(".json")) return [path]
  return (await source.directory(path).glob("**/*.json")).map((file) => `${path.replace(/\/$/, "")}/${file}`)
}
