import type { Changed } from '../change/changed-paths.ts'
import type { Config } from '../config/model.ts'
import { pathEffects } from './affected.ts'
import { planComponents } from './components.ts'
import { eventRules } from './event-rules.ts'
import { planFunctionsOf } from './functions.ts'
import { assertGlobsMatch } from './globs.ts'
import type { PlanEvent, RunPlan } from './model.ts'
import type { WorkspaceFacts } from './workspace-facts.ts'

export interface PlanRequest {
  readonly config: Config
  /** What changed; without it there is no base and everything is covered. */
  readonly changed?: Changed | undefined
  readonly event: PlanEvent
  readonly workspaceFacts: WorkspaceFacts
  /** Relative to its own folder; `hatchery.yaml` by default. */
  readonly configFile?: string
}

/**
 * Decide what runs: every component affected or not, every function run or skipped, each with the reason.
 *
 * Pure. Whatever is not known for certain counts as changed.
 *
 * @throws {HatcheryError} `GLOB_MATCHES_NOTHING`
 */
export function assemblePlan({ config, changed, event, workspaceFacts: facts, configFile = 'hatchery.yaml' }: PlanRequest): RunPlan {
  const paths = changed?.kind === 'paths' ? changed.paths : []
  assertGlobsMatch(config, [...facts.files, ...paths.map(({ path }) => path)])
  const { everything: eventReason } = eventRules[event]
  const found = planComponents(config.components, {
    paths,
    effectOf: pathEffects({ config, facts, configFile }),
    everything: [...whyUnknown(changed, facts), ...(eventReason === undefined ? [] : [eventReason])],
  })
  return {
    event,
    ...(changed?.kind === 'paths' && { base: changed.base, mergeBase: changed.mergeBase, changedFiles: paths.length }),
    ...found,
    functions: planFunctionsOf({ config, event, components: found.components, hasBase: changed !== undefined }),
  }
}

function whyUnknown(changed: Changed | undefined, facts: WorkspaceFacts): string[] {
  if (!changed) return ['no base given']
  if (changed.kind === 'everything') return [changed.why]
  return changed.paths.length === 0 ? [] : facts.unreadable.map((path) => `${path} cannot be read, so it is not known who imports what`)
}
