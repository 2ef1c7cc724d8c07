import { parseImageReference } from './image-reference.ts'

/** What Hatchery knows of a service by its image. */
export interface KnownService {
  readonly port: number
  readonly healthcheck: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Where it keeps its data. */
  readonly data: string
  /** Environment for whoever uses it. */
  connection(at: { host: string; port: number; env: Readonly<Record<string, string>> }): Record<string, string>
}

// The container's own name is not a loopback address: while Postgres initialises itself it answers only on the socket,
// and a bare pg_isready would call that ready (docker-library/postgres#146).
const postgresReady = 'pg_isready -h "$(hostname)" -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-${POSTGRES_USER:-postgres}}"'

const known: Readonly<Record<string, KnownService>> = {
  postgres: {
    port: 5432,
    healthcheck: ['sh', '-c', postgresReady],
    env: { POSTGRES_USER: 'postgres', POSTGRES_PASSWORD: 'postgres', POSTGRES_DB: 'app' },
    data: '/var/lib/postgresql/data',
    connection: ({ host, port, env }) => {
      const [user = '', password = '', database = ''] = [env['POSTGRES_USER'], env['POSTGRES_PASSWORD'], env['POSTGRES_DB']].map((part) => encodeURIComponent(part ?? ''))
      return { DATABASE_URL: `postgresql://${user}:${password}@${host}:${port}/${database}` }
    },
  },
  redis: {
    port: 6379,
    healthcheck: ['redis-cli', 'ping'],
    env: {},
    data: '/data',
    connection: ({ host, port }) => ({ REDIS_URL: `redis://${host}:${port}/0` }),
  },
}

/** Names of the images whose port, health check and connection are known. */
export const knownServiceImages: readonly string[] = Object.keys(known)

/** Find what is known of an image by the last part of its repository: `docker.io/library/postgres:15` is postgres. */
export function knownService(image: string): KnownService | undefined {
  return known[parseImageReference(image)?.repository.split('/').at(-1) ?? '']
}
