import { HatcheryError, type ReleaseRecord, type ReleaseReport, type ReleaseRequest, runRelease, type StageRun, stageStatus } from "../lib/pipeline.mjs"
import type { App, Caller } from "./app.ts"
import { freeDeadLock, type LocalWorld } from "./local.ts"
import { localRelease, onLocal } from "./local-run.ts"
import { brokenMigrator, type Fault, faultNames, Killed, killable, plantFault } from "./rehearse-faults.ts"
import { finish } from "./release.ts"

/** Release to the stage `local`, with a fault where one is named; ends as that release would. */
export async function rehearse(caller: Caller, options: { app: App; fault?: string }): Promise<string> {
  const fault = toFault(options.fault)
  return onLocal({ app: options.app, by: "a rehearsal" }, async (run, world) => {
    await world.admin("DELETE rules")
    const base = await localRelease(caller, { run, world, by: "a rehearsal" })
    if (fault === undefined && !(await isReleased(run, base.revision))) return said(await runRelease(base))
    if (fault !== undefined && !(await isReleased(run))) {
      console.log("local: nothing good is released yet, so that there was nothing to go back to; releasing the files at hand first")
      await finish(runRelease(base))
    }
    const request = { ...base, revision: `${base.revision.slice(0, 24)}-rehearsal-${Date.now().toString(36)}` }
    console.log(`local: rehearsing ${request.revision}${fault ? ` with the fault ${fault}` : ""}`)
    try {
      return await said(await releaseWith(request, { fault, world }))
    } finally {
      await world.admin("DELETE rules")
    }
  })
}

async function releaseWith(request: ReleaseRequest, options: { fault?: Fault; world: LocalWorld }): Promise<ReleaseReport> {
  const { fault, world } = options
  if (fault === undefined) return runRelease(request)
  if (fault === "migration-fails") return runRelease({ ...request, images: { ...request.images, ...(await brokenMigrator(request, world)) } })
  if (fault !== "killed") return runRelease(await plantFault(request, { fault, world }))
  const victim = killable(request)
  try {
    return await runRelease(victim)
  } catch (error) {
    if (!(error instanceof Killed)) throw error
  }
  console.log("local: the release was killed in the middle; the same command again")
  await freeDeadLock(request)
  return runRelease(request)
}

async function said(report: ReleaseReport): Promise<string> {
  // It says what it was: this proves the release, not an account.
  const text = await finish(Promise.resolve(report))
  return `rehearsed on the local stand-in\n${text}\nreport: release-report --stage local --release ${report.record.id} export --path report`
}

async function isReleased(run: StageRun, revision?: string): Promise<boolean> {
  const { releases } = await stageStatus(run)
  return releases.some((one: ReleaseRecord) => one.kind === "release" && one.state === "succeeded" && (revision === undefined || one.revision === revision))
}

function toFault(name?: string): Fault | undefined {
  const known = faultNames.find((one) => one === name)
  if (name === undefined || known !== undefined) return known
  throw new HatcheryError("CONFIG_INVALID", { where: `--fault ${name}`, what: "is no fault that can be rehearsed", next: `name one of: ${faultNames.join(", ")}` })
}
