import { dag, Directory } from "@dagger.io/dagger"
import { describeSet, HatcheryError, readRelease, type ReleaseRecord, releaseTimeline, stageStatus, type StageRun, writeReports } from "../lib/pipeline.mjs"
import { openRegistry } from "./registry.ts"
import type { Place } from "./stage.ts"

/** Write the reports of one release from its journal; what failed is in them, never thrown. */
export async function makeReleaseReport(run: StageRun, options: Place & { id?: string }): Promise<Directory> {
  const { id } = options
  const wanted = id ?? (await stageStatus(run)).releases[0]?.id
  const found = wanted === undefined ? undefined : await readRelease(run, wanted)
  if (!found) throw new HatcheryError("RELEASE_NOT_FOUND", { where: `stage ${run.stage.name}`, what: id === undefined ? "nothing has been released yet" : `there is no release "${id}"`, next: "`status` lists the releases of the stage" })
  const { record, steps } = found
  const startedAtMs = record.startedAtMs
  const finishedAtMs = record.finishedAtMs ?? Math.max(startedAtMs, ...steps.map((step) => step.updatedAtMs))
  const files = writeReports({ project: run.config.project, call: `${record.kind} ${record.stage}`, revision: record.revision, startedAtMs, finishedAtMs, engineVersion: await dag.version(), events: [], outcomes: [], release: releaseTimeline(record, steps), ...(await readImages(record, options)) })
  return Object.entries(files).reduce((directory, [name, text]) => directory.withNewFile(name, text), dag.directory())
}

/** Ask the registry what the images are made of; a registry that does not answer makes a note, since the release is what this tells of. */
async function readImages(record: ReleaseRecord, { app, access }: Place): Promise<Partial<Awaited<ReturnType<typeof describeSet>>>> {
  if (Object.keys(record.images).length === 0) return {}
  try {
    const { client, destination } = await openRegistry(app, access)
    return await describeSet(client, { project: app.config.project, revision: record.revision, images: record.images, host: destination.host })
  } catch (error) {
    return { notes: [`sizes and layers of the images could not be read: ${error instanceof Error ? error.message : String(error)}`] }
  }
}
