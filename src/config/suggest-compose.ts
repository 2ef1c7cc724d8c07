import { parseDocument } from 'yaml'
import { cleanPath } from './written-values.ts'
import { folderOf, joinPath } from './paths.ts'

/** What a compose file says of one service that it builds. */
export interface ComposeBuild {
  readonly name: string
  /** Relative to the root. */
  readonly context: string
  readonly dockerfile: string
  readonly target?: string
  readonly dependsOn: readonly string[]
}

/** A service that it only runs. */
export interface ComposeImage {
  readonly name: string
  readonly image: string
  readonly port?: number
  readonly healthcheck?: string
}

/** Read what matters of a compose file; what is not understood is left out, since the reader looks at the suggestion anyway. */
export function readCompose(text: string, path: string): { builds: ComposeBuild[]; images: ComposeImage[] } {
  const document = parseDocument(text, { prettyErrors: false, merge: true })
  const root: unknown = document.errors.length > 0 ? undefined : document.toJS()
  const services = record(record(root)['services'])
  const builds: ComposeBuild[] = []
  const images: ComposeImage[] = []
  for (const [name, value] of Object.entries(services)) {
    const service = record(value)
    const build = typeof service['build'] === 'string' ? { context: service['build'] } : record(service['build'])
    const context = typeof build['context'] === 'string' ? joinPath(folderOf(path), build['context']) : undefined
    const dependsOn = Array.isArray(service['depends_on']) ? service['depends_on'].map(String) : Object.keys(record(service['depends_on']))
    if (context !== undefined) {
      const target = build['target']
      builds.push({ name, context, dockerfile: cleanPath(textOr(build['dockerfile'], 'Dockerfile')), ...(typeof target === 'string' && { target }), dependsOn })
    } else if (typeof service['image'] === 'string') {
      const port = firstPort(service['expose']) ?? firstPort(service['ports'])
      const healthcheck = healthcheckOf(record(service['healthcheck'])['test'])
      images.push({ name, image: service['image'], ...(port !== undefined && { port }), ...(healthcheck !== undefined && { healthcheck }) })
    }
  }
  return { builds, images }
}

/** The port inside the container: `5432`, `"15432:5432"`, `{ target: 5432 }`. */
function firstPort(ports: unknown): number | undefined {
  const [first] = Array.isArray(ports) ? (ports as unknown[]) : []
  const written = typeof first === 'number' || typeof first === 'string' ? String(first) : textOr(record(first)['target'], '')
  const [, port] = /(\d+)(?:\/\w+)?$/.exec(written) ?? []
  return port === undefined ? undefined : Number(port)
}

function healthcheckOf(test: unknown): string | undefined {
  if (typeof test === 'string') return test
  if (!Array.isArray(test) || test[0] === 'NONE') return undefined
  const words = test.slice(1).map(String)
  return words.length > 0 ? words.join(' ') : undefined
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : fallback
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
