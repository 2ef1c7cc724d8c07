import type { Component, Config } from '../config/model.ts'
import { eventRules } from './event-rules.ts'
import { planFunctions, type ComponentPlan, type FunctionPlan, type PlanEvent, type PlanFunction } from './model.ts'

interface FunctionQuestion {
  readonly config: Config
  readonly event: PlanEvent
  readonly components: readonly ComponentPlan[]
  /** Whether there is a base to compare with. */
  readonly hasBase: boolean
}

/** Decide for every function whether it runs, for which components, and why. */
export function planFunctionsOf(question: FunctionQuestion): FunctionPlan[] {
  return planFunctions.map((name) => planFunction(name, question))
}

function planFunction(name: PlanFunction, { config, event, components, hasBase }: FunctionQuestion): FunctionPlan {
  const skip = (why: string): FunctionPlan => ({ name, run: false, why, components: [] })
  const stage = name === 'release' || name === 'publish' || name === 'sbom' ? stageOf(config, event) : undefined
  const refused = eventRules[event].skip[name]
  if (refused !== undefined && stage === undefined) return skip(refused)
  const candidates = config.components.filter((component) => concerns[name].has(component)).map((component) => component.name)
  if (candidates.length === 0) return skip(`no component ${concerns[name].lacking}`)
  if (name === 'performance' && !hasBase) return skip('there is no base to compare with')
  const affected = new Set(components.filter((component) => component.affected).map((component) => component.name))
  const chosen = candidates.filter((candidate) => affected.has(candidate))
  if (name === 'release') return planRelease({ stage, chosen, components: candidates })
  if (chosen.length === 0) return skip('no component that it concerns is affected')
  if (name === 'publish') return { name, run: true, why: publishReason(chosen, candidates), components: candidates }
  return { name, run: true, why: `${chosen.length} of ${candidates.length} components that it concerns are affected`, components: chosen }
}

function planRelease({ stage, chosen, components }: { stage: string | undefined; chosen: readonly string[]; components: readonly string[] }): FunctionPlan {
  const skip = (why: string): FunctionPlan => ({ name: 'release', run: false, why, components: [] })
  if (stage === undefined) return skip('hatchery.yaml names no stage for this event (github.mainStage)')
  if (chosen.length === 0) return skip('no component with an image is affected')
  return { name: 'release', run: true, why: `${chosen.join(', ')} changed`, components, stage }
}

/** The stage that hatchery.yaml asks an event to be released to. */
function stageOf({ github }: Config, event: PlanEvent): string | undefined {
  if (event === 'push-main') return github.mainStage
  return event === 'pull-request' ? github.pullRequestStage : undefined
}

/** A set of images is always published whole; what did not change only gets one more tag. */
function publishReason(chosen: readonly string[], all: readonly string[]): string {
  const rest = all.filter((name) => !chosen.includes(name))
  return rest.length === 0 ? 'every image may have changed' : `${chosen.join(', ')} changed; ${rest.join(', ')} only gets the new tag`
}

interface Concern {
  /** Completes "no component …". */
  readonly lacking: string
  readonly has: (component: Component) => boolean
}

const withImage: Concern = { lacking: 'has an image', has: ({ image }) => image !== undefined }
const withCode = (command: 'lint' | 'typecheck' | 'test'): Concern => ({
  lacking: `has a language or a ${command} command`,
  has: ({ language, commands }) => language !== undefined || commands[command] !== undefined,
})

const concerns: Readonly<Record<PlanFunction, Concern>> = {
  lint: withCode('lint'),
  typecheck: withCode('typecheck'),
  test: withCode('test'),
  security: { lacking: 'has a language or an image', has: ({ language, image }) => language !== undefined || image !== undefined },
  migrations: { lacking: 'has migrations', has: ({ migrations }) => migrations !== undefined },
  contract: { lacking: 'has a contract', has: ({ contract }) => contract !== undefined },
  performance: {
    lacking: 'has a benchmark (commands.benchmark)',
    has: ({ commands }) => commands.benchmark !== undefined,
  },
  image: withImage,
  publish: withImage,
  sbom: withImage,
  release: withImage,
}
