import { knownService } from './known-services.ts'
import type { Service } from './model.ts'
import type { WrittenService } from './schema-service.ts'
import { textRecord } from './written-values.ts'

/** Make the full form of a service: what is not written comes from what is known of its image. */
export function normalizeService(name: string, written: WrittenService): Service {
  const service = typeof written === 'string' ? { image: written, env: {} } : written
  const known = knownService(service.image)
  const env = { ...known?.env, ...textRecord(service.env) }
  const port = service.port ?? known?.port ?? 0
  const data = service.data ?? known?.data
  return {
    name,
    image: service.image,
    env,
    port,
    healthcheck: healthcheckArguments(service.healthcheck, known?.healthcheck),
    ...(data === undefined ? {} : { data }),
    connection: service.connection ? textRecord(service.connection) : (known?.connection({ host: name, port, env }) ?? {}),
  }
}

function healthcheckArguments(written: string | string[] | undefined, known: readonly string[] = []): readonly string[] {
  if (written === undefined) return known
  if (Array.isArray(written)) return written
  // What people write for Postgres everywhere; the known form means the same and does not answer too early.
  if (written.trim() === 'pg_isready' && known.length > 0) return known
  return ['sh', '-c', written]
}
