import { readTimings, renderTimings, type UsableTimings } from '../checks/shard/timings.ts'
import { keepArtifact, readArtifact } from './attach.ts'
import type { RegistryClient } from './registry-client.ts'

const tag = 'hatchery-timings'
const artifactType = 'application/vnd.hatchery.test-timings.v1+json'

/** Where the timings of a project are kept: beside the images of one component. */
export interface TimingsPlace {
  readonly repository: string
  readonly project: string
}

/** Read the timings that were kept last; none yet is no error, and the note says it. */
export async function readKeptTimings(client: RegistryClient, { repository, project }: TimingsPlace): Promise<UsableTimings> {
  return readTimings(await readArtifact(client, { repository, reference: tag }, artifactType), { project })
}

/**
 * Keep the timings of a run in the place of those before; a run that recorded none changes nothing.
 *
 * @returns One line for the log.
 */
export async function keepTimings(client: RegistryClient, place: TimingsPlace, recorded: { text: string; branch: string; revision: string }): Promise<string> {
  const { timings, note } = readTimings(recorded.text, { project: place.project })
  if (!timings) return `timings: kept as they were, since ${note}`
  const { branch, revision } = recorded
  const annotations = { 'hatchery.project': place.project, 'hatchery.branch': branch, 'org.opencontainers.image.revision': revision }
  await keepArtifact(client, { repository: place.repository, tag }, { artifactType, fileName: 'timings.json', content: renderTimings({ ...timings, branch, revision }), annotations })
  return `timings: kept those of ${Object.keys(timings.seconds).length} test files as ${place.repository}:${tag}`
}
