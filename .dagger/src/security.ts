import { Directory } from "@dagger.io/dagger"
import { adviseLock, type Advisory, applyFindingsGate, assembleSecrets, assembleSecurity, brokenOutcomes, type CheckFolder, checkFolders, checkId, type CheckOutcome, decideScanner, engineError, gateWaivers, HatcheryError, parseAdvisories, reproduceLine, type SecurityContext, type SecuritySpec, selectComponents } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { checkContainer } from "./check-run.ts"
import { toFailure } from "./fail.ts"
import { folderFacts } from "./folder-facts.ts"
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
  scope?: Scope
}

/** Feeds are asked once a day (UTC) by `checks`, so that a second call of the day is as fast as any. */
export const askedToday = () => new Date().toISOString().slice(0, 10)

/** Audit packages, analyse sources and look for secrets, everything in parallel, and apply severity and waivers. */
export async function runSecurity(app: App, options: Scan): Promise<CheckOutcome[]> {
  const planned = options.scope?.plan.functions.find(({ name }) => name === "security")
  if (planned && !planned.run) return []
  const advisories = await readAdvisories(app)
  const components = selectComponents(app.config, options.component)
  const folders = checkFolders(components).filter((folder) => !planned || folder.components.some(({ name }) => planned.components.includes(name)))
  const path = options.component ? (components[0]?.path ?? ".") : "."
  const secrets = assembleSecrets(path, components.map(({ name }) => name))
  const outcomes = await Promise.all([
    ...folders.map((folder) => scanFolder(app, { folder, advisories, run: options })),
    scan(app, { spec: secrets, context: { manifests: {} }, run: options, ...(options.component ? {} : { reproduce: `${app.door.call} security` }) }),
  ])
  const { failOn, waivers } = app.config.gates.vulnerabilities
  const nowMs = Date.now()
  const expired = gateWaivers({ waivers, nowMs, reproduce: `${app.door.call} security` })
  return [...outcomes.flat().map((outcome) => applyFindingsGate(outcome, { failOn, waivers, nowMs })), ...(expired ? [expired] : [])]
}

async function scanFolder(app: App, options: { folder: CheckFolder; advisories?: readonly Advisory[]; run: Scan }): Promise<CheckOutcome[]> {
  const { folder, advisories, run } = options
  const facts = await folderFacts(app.source, folder.path)
  const specs = assembleSecurity({ folder, facts, config: app.config, offline: advisories !== undefined })
  const lockFile = facts.installRoot === "." ? "package-lock.json" : `${facts.installRoot}/package-lock.json`
  const lock = folder.language === "node" ? { file: lockFile, text: await app.source.file(lockFile).contents() } : undefined
  const context: SecurityContext = { manifests: facts.manifests, lock, advisories }
  const outcomes = (await Promise.all(specs.map((spec) => scan(app, { spec, context, run })))).flat()
  if (!lock || !advisories) return outcomes
  const about = { concern: "security", path: folder.path, components: folder.components.map(({ name }) => name), cell: "" } as const
  return [adviseLock({ ...about, id: checkId(about, "advisories"), reproduce: reproduceLine(app.door, about) }, context), ...outcomes]
}

/** Run one scanner; what asks a feed is keyed by when it was asked, the rest by content. */
async function scan(app: App, options: { spec: SecuritySpec; context: SecurityContext; run: Scan; reproduce?: string }): Promise<CheckOutcome[]> {
  const { spec, context, run: { nonce, asked } } = options
  const reproduce = options.reproduce ?? reproduceLine(app.door, spec)
  try {
    const container = await checkContainer({ spec, source: app.source, services: [], nonce: spec.asksFeed ? [asked, nonce].filter(Boolean).join(" ") : nonce })
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
