import { dag, Directory } from "@dagger.io/dagger"
import { HatcheryError, readRelease, releaseTimeline, stageStatus, type StageRun, writeReports } from "../lib/pipeline.mjs"

/** Write the reports of one release from its journal; what failed is in them, never thrown. */
export async function makeReleaseReport(run: StageRun, id?: string): Promise<Directory> {
  const wanted = id ?? (await stageStatus(run)).releases[0]?.id
  const found = wanted === undefined ? undefined : await readRelease(run, wanted)
  if (!found) throw new HatcheryError("RELEASE_NOT_FOUND", { where: `stage ${run.stage.name}`, what: id === undefined ? "nothing has been released yet" : `there is no release "${id}"`, next: "`status` lists the releases of the stage" })
  const { record, steps } = found
  const startedAtMs = record.startedAtMs
  const finishedAtMs = record.finishedAtMs ?? Math.max(startedAtMs, ...steps.map((step) => step.updatedAtMs))
  const files = writeReports({ project: run.config.project, call: `${record.kind} ${record.stage}`, revision: record.revision, startedAtMs, finishedAtMs, engineVersion: await dag.version(), events: [], outcomes: [], release: releaseTimeline(record, steps) })
  return Object.entries(files).reduce((directory, [name, text]) => directory.withNewFile(name, text), dag.directory())
}
