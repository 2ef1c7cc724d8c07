import type { AwsPorts } from '../aws/ports.ts'
import type { MigrateRunner } from '../config/model.ts'
import type { Clock } from '../shared/clock.ts'
import { isHatcheryError } from '../shared/errors.ts'
import { nothing, unseen, type DriftFinding, type DriftPart } from './drift-parts.ts'
import type { LeftMigrator } from './left.ts'
import { migratorNow, saySchema, schemaNow, type MigratorNow } from './migrator-now.ts'

interface MigratorLook {
  readonly runner: MigrateRunner
  readonly clock: Clock
  readonly was: LeftMigrator
  readonly stage: string
}

/** Compare the migrator's image, and the schema where it may be asked, with what releases left. */
export async function driftOfMigrator(ports: AwsPorts, look: MigratorLook): Promise<DriftPart> {
  const { region } = ports
  const now = await migratorNow(ports, look.runner, look.clock).catch((error: unknown) => notThere(region, look, error))
  if ('findings' in now) return now
  if (now.image === undefined || !look.was.images.includes(now.image)) return { findings: [{ region, ...sayImage(now, look) }], unseen: [`${region} database: not asked: what ${now.name} does when it is called is not known`], same: [] }
  const image = `${region} ${now.name}: ${now.image}`
  const schema = await lookAtSchema(ports, now, look)
  return { ...schema, same: [image, ...schema.same] }
}

async function lookAtSchema(ports: AwsPorts, now: MigratorNow, { was, clock, stage }: MigratorLook): Promise<DriftPart> {
  const { region } = ports
  const notAsked = (why: string) => unseen(`${region} database: not asked: ${why}`)
  if (was.schema === undefined) return notAsked('its revision was not recorded, since the migrator did not tell it')
  try {
    const found = await schemaNow(ports, now, { trusted: was.images, clock })
    if (found.kind === 'not asked') return notAsked(found.why)
    if (found.revision === was.schema) return { ...nothing, same: [`${region} database: at ${saySchema(found.revision)}`] }
    const finding = {
      thing: 'database', fields: [],
      what: `is at ${saySchema(found.revision)}; ${was.release.kind} ${was.release.id} left it at ${saySchema(was.schema)}`,
      next: `Find out who migrated it. If the code that runs fits it, \`refresh --stage ${stage}\`; else release the code that does.`,
    }
    return { ...nothing, findings: [{ region, ...finding }] }
  } catch (error) {
    if (isHatcheryError(error) && error.code === 'AWS_ACCESS_DENIED') return notAsked(error.message)
    throw error
  }
}

function sayImage(now: MigratorNow, { was, stage }: MigratorLook): Omit<DriftFinding, 'region'> {
  const tag = now.image !== undefined && !now.image.includes('@sha256:') ? ', a tag, which may mean another image tomorrow' : ''
  return {
    thing: now.name,
    what: `has the image ${now.image ?? '(none)'}${tag}; ${was.release.kind} ${was.release.id} left ${was.images[0] ?? 'another'}`,
    next: `\`migrate\` or a release brings its own image again; if this one was meant, \`refresh --stage ${stage}\`.`,
    fields: [],
  }
}

function notThere(region: string, look: MigratorLook, error: unknown): DriftPart {
  if (!isHatcheryError(error)) throw error
  const { runner } = look
  const thing = runner.kind === 'lambda' ? `function ${runner.function ?? runner.pattern ?? `of ${runner.component}`}` : `task definition ${runner.taskDefinition}`
  const known = error.code === 'MIGRATOR_NOT_FOUND' || error.code === 'MIGRATOR_AMBIGUOUS' || (runner.kind === 'ecs-task' && (error.code === 'AWS_NOT_FOUND' || error.code === 'AWS_REFUSED'))
  if (!known) throw error
  const what = error.code === 'MIGRATOR_AMBIGUOUS' ? `cannot be told from others: ${error.facts.details?.join(', ')}` : 'is gone'
  const next = error.code === 'MIGRATOR_AMBIGUOUS' ? 'Find out who made the other one, and remove it or narrow `migrate` of the stage.' : 'Create it again with your infrastructure code; the next release brings its image.'
  return { ...nothing, findings: [{ region, thing, what, next, fields: [] }] }
}
