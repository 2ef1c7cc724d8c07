import { HatcheryError } from '../shared/errors.ts'
import { assignShards } from './shard/assign-shards.ts'
import type { Shard } from './shard/parse-shard.ts'
import type { CheckOutcome } from './outcome.ts'
import { selectTests } from './shard/select-tests.ts'
import { listTestsCommand, parseTestList, type ShardedTool } from './shard/test-list.ts'
import type { CheckSpec, ToolStep } from './spec.ts'

/** Turn a test check into one that only lists its test files, under /out. */
export function listingSpec(spec: CheckSpec): CheckSpec {
  return { ...spec, services: [], steps: spec.steps.map((step) => ({ ...step, command: listTestsCommand[shardedTool(spec, step)] })) }
}

/**
 * Narrow a test check to one shard of its files.
 *
 * @param options.listing Text that {@link listingSpec} left as tests.list.
 * @param options.seconds Recorded duration by file, relative to hatchery.yaml.
 * @returns `undefined` when no file falls to the shard.
 */
export function shardSpec(spec: CheckSpec, options: { listing: string; shard: Shard; seconds?: Readonly<Record<string, number>> }): CheckSpec | undefined {
  const [step] = spec.steps
  if (!step) return undefined
  const all = parseTestList(options.listing, { tool: shardedTool(spec, step), place: { path: spec.path, file: 'tests.list' } })
  const plan = assignShards({ tests: all, shards: options.shard.count, ...(options.seconds ? { seconds: options.seconds } : {}) })
  return narrowToFiles(spec, { files: plan.shards[options.shard.index - 1] ?? [], all })
}

/** Narrow a test check to some of its files, relative to hatchery.yaml; `undefined` when there is none. */
export function narrowToFiles(spec: CheckSpec, options: { files: readonly string[]; all: readonly string[] }): CheckSpec | undefined {
  const inside = (file: string) => (spec.path === '.' ? file : file.slice(spec.path.length + 1))
  const steps = spec.steps.map((step): ToolStep | undefined => {
    const args = selectTests({ tool: shardedTool(spec, step), chosen: options.files.map(inside), all: options.all.map(inside) })
    return args && { ...step, command: `${step.command} ${args.map((arg) => `'${arg.replaceAll("'", `'\\''`)}'`).join(' ')}` }
  })
  return steps.some((step) => step === undefined) ? undefined : { ...spec, steps: steps.flatMap((step) => step ?? []) }
}

/** Tell whether a check's tests can be split and retried by file. */
export function isSharded(step: ToolStep): step is ToolStep & { tool: ShardedTool } {
  return step.tool in listTestsCommand
}

function shardedTool(spec: CheckSpec, step: ToolStep): ShardedTool {
  if (isSharded(step)) return step.tool
  throw new HatcheryError('NOT_AVAILABLE', { where: `component ${spec.components[0]}`, what: 'its tests are a command of its own, which cannot be split or retried by file', next: 'leave out --shard and --retries, or let Hatchery run vitest or pytest' })
}

/** List the files that a run's test cases came from. */
export function testFiles(outcome: Pick<CheckOutcome, 'tests'>): readonly string[] {
  return [...new Set(outcome.tests?.cases.flatMap(({ file }) => file ?? []) ?? [])]
}
