import type { AwsPorts, LambdaFunction } from '../aws/ports.ts'
import type { MigrateRunner } from '../config/model.ts'
import { findFunction } from '../migrate/find-function.ts'
import type { WantedPlatform } from '../publish/find-set.ts'
import { HatcheryError, isHatcheryError } from '../shared/errors.ts'
import { retryTransient } from '../shared/retry.ts'
import { connectOnce, regionsOf, type StageRun } from './request.ts'

/** What preflight and the migration itself say better. */
const saidLater = new Set(['MIGRATOR_NOT_FOUND', 'MIGRATOR_AMBIGUOUS', 'NOT_AVAILABLE', 'AWS_ACCESS_DENIED'])

/**
 * Say for which platform the migrator's image must be: that of its function, which takes no index.
 *
 * @returns undefined where no function migrates, or none can be looked at.
 * @throws {HatcheryError} `CONFIG_INVALID` when the functions of the regions differ.
 */
export async function migratorPlatform(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<WantedPlatform | undefined> {
  const runner = run.stage.migrate
  if (runner?.kind !== 'lambda' || !run.stage.deploy.order.includes('migrate')) return undefined
  const ports = connectOnce(run)
  const found: { region: string; migrator: LambdaFunction }[] = []
  for (const region of regionsOf(run)) {
    const migrator = await retryTransient(() => lookUp(ports(region), runner), { clock: run.clock })
    if (migrator) found.push({ region, migrator })
  }
  const [first] = found
  if (!first) return undefined
  const other = found.find(({ migrator }) => migrator.architecture !== first.migrator.architecture)
  if (other) {
    const text = ({ region, migrator }: typeof first) => `${migrator.name} in ${region} is ${migrator.architecture}`
    throw new HatcheryError('CONFIG_INVALID', { where: `stage ${run.stage.name}`, what: `one image cannot fit both migrators: ${text(first)}, ${text(other)}`, next: 'Give the functions one architecture, or make a stage of each region.' })
  }
  const { name, architecture } = first.migrator
  return { platform: architecture === 'arm64' ? 'linux/arm64' : 'linux/amd64', because: `function ${name} is ${architecture}` }
}

async function lookUp(ports: AwsPorts, runner: Extract<MigrateRunner, { kind: 'lambda' }>): Promise<LambdaFunction | undefined> {
  try {
    return await findFunction(ports, runner)
  } catch (error) {
    if (isHatcheryError(error) && saidLater.has(error.code)) return undefined
    throw error
  }
}
