import { closest } from '../config/closest.ts'
import { HatcheryError } from '../shared/errors.ts'
import { planEvents, type PlanEvent, type PlanFunction } from './model.ts'

/** What an event changes about a plan. */
export interface EventRule {
  /** As a sentence begins: `A pull request`. */
  readonly title: string
  /** Why every component is covered, whatever changed. */
  readonly everything?: string
  /** Functions that do not run, with the reason. */
  readonly skip: Readonly<Partial<Record<PlanFunction, string>>>
}

const light = 'a draft is checked lightly: lint, typecheck and tests'
const nothingOut = 'a pull request publishes nothing'
const scheduled = 'a scheduled run publishes nothing'

/** The rules for events; docs/plan.md has them as a table. */
export const eventRules: Readonly<Record<PlanEvent, EventRule>> = {
  'pull-request': { title: 'A pull request', skip: { publish: nothingOut, sbom: nothingOut, release: 'a pull request releases nothing' } },
  draft: {
    title: 'A draft pull request',
    skip: { security: light, migrations: light, contract: light, performance: light, image: light, publish: nothingOut, sbom: nothingOut, release: 'a pull request releases nothing' },
  },
  'push-main': { title: 'A push to the main branch', skip: { performance: 'its pull request compared it' } },
  hotfix: {
    title: 'A hotfix',
    everything: 'a hotfix goes to production, so every component is covered',
    skip: { performance: 'a hotfix does not wait for benchmarks', release: 'a person releases a hotfix' },
  },
  schedule: {
    title: 'A scheduled run',
    everything: 'a scheduled run looks for what changed outside: advisories, base images, dependencies',
    skip: {
      lint: 'nothing in the code changed',
      typecheck: 'nothing in the code changed',
      contract: 'nothing in the code changed',
      performance: 'nothing in the code changed',
      publish: scheduled,
      sbom: scheduled,
      release: 'a scheduled run releases nothing',
    },
  },
  manual: { title: 'A run by hand', skip: { release: 'release names its stage when it is called' } },
}

/** On a push the base is what the branch was before; give this to {@link changedPaths} so that a force-push is noticed. */
export function isBasePrevious(event: PlanEvent): boolean {
  return event === 'push-main'
}

/**
 * Read the name of an event.
 *
 * @throws {HatcheryError} `EVENT_UNKNOWN`
 */
export function parsePlanEvent(text: string): PlanEvent {
  const event = planEvents.find((known) => known === text)
  if (event) return event
  const near = closest(text, planEvents)
  throw new HatcheryError('EVENT_UNKNOWN', {
    where: `--event ${JSON.stringify(text)}`,
    what: `is not an event${near ? `; did you mean ${near}?` : ''}`,
    next: `give one of ${planEvents.join(', ')}`,
  })
}
