import type { AwsPorts, LambdaFunction } from '../aws/ports.ts'
import type { MigrateRunner } from '../config/model.ts'
import { HatcheryError } from '../shared/errors.ts'

type LambdaRunner = Extract<MigrateRunner, { kind: 'lambda' }>

/**
 * Find the migrator's function by name, by pattern (`*` and `?`) or by tag, through all pages.
 *
 * @throws {HatcheryError} `MIGRATOR_NOT_FOUND` or `MIGRATOR_AMBIGUOUS` with the candidates; `NOT_AVAILABLE` for a function that is no image.
 */
export async function findFunction(ports: AwsPorts, runner: LambdaRunner): Promise<LambdaFunction> {
  const name = runner.function ?? (await search(ports, runner))
  const found = await ports.lambda.getFunction(name)
  if (!found) throw notFound(ports.region, `no function is named "${name}"`, closeTo(name, (await ports.lambda.listFunctions()).map((one) => one.name)))
  if (found.packageType !== 'Image') throw new HatcheryError('NOT_AVAILABLE', { what: `the function is packaged as ${found.packageType}, and Hatchery brings images`, where: `function ${found.name}`, next: 'Make it an image function, or name another one under `migrate`.' })
  return found
}

async function search(ports: AwsPorts, runner: LambdaRunner): Promise<string> {
  const all = await ports.lambda.listFunctions()
  const fit: string[] = []
  const pattern = runner.pattern === undefined ? undefined : glob(runner.pattern)
  for (const one of all) {
    if (pattern && !pattern.test(one.name)) continue
    if (runner.tag && (await ports.lambda.listTags(one.arn))[runner.tag.key] !== runner.tag.value) continue
    fit.push(one.name)
  }
  const what = [runner.pattern ? `the pattern "${runner.pattern}"` : '', runner.tag ? `the tag ${runner.tag.key}=${runner.tag.value}` : ''].filter(Boolean).join(' and ')
  const [first, ...others] = fit
  if (first === undefined) throw notFound(ports.region, `no function fits ${what}`, closeTo(runner.pattern ?? runner.component, all.map((one) => one.name)))
  if (others.length > 0) throw new HatcheryError('MIGRATOR_AMBIGUOUS', { what: `${fit.length} functions fit ${what}`, where: `migrate, region ${ports.region}`, next: 'Name one under `migrate.function`, or narrow the pattern.', details: fit })
  return first
}

function notFound(region: string, what: string, candidates: readonly string[]): HatcheryError {
  return new HatcheryError('MIGRATOR_NOT_FOUND', { what, where: `migrate, region ${region}`, next: candidates.length > 0 ? 'Take one of the names above, or check region and account.' : 'Check region and account: there is no function at all.', details: candidates })
}

function glob(pattern: string): RegExp {
  const source = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')
  return new RegExp(`^${source}$`)
}

/** Up to five names that share the most three-letter pieces with what was asked for. */
function closeTo(asked: string, names: readonly string[]): string[] {
  const pieces = (text: string) => new Set(Array.from({ length: Math.max(0, text.length - 2) }, (_, at) => text.slice(at, at + 3).toLowerCase()))
  const wanted = pieces(asked)
  const score = (name: string) => [...pieces(name)].filter((piece) => wanted.has(piece)).length
  return [...names].sort((a, b) => score(b) - score(a)).slice(0, 5)
}
