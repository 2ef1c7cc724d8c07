/** Everything that can make Hatchery run. */
export const planEvents = ['pull-request', 'draft', 'push-main', 'hotfix', 'schedule', 'manual'] as const
export type PlanEvent = (typeof planEvents)[number]

/** The functions that a plan decides about, in the order in which they run. */
export const planFunctions = ['lint', 'typecheck', 'test', 'security', 'migrations', 'contract', 'performance', 'image', 'publish', 'sbom', 'release'] as const
export type PlanFunction = (typeof planFunctions)[number]

/** What will run for a change, what will not, and why. Plain data: it is its own JSON. */
export interface RunPlan {
  readonly event: PlanEvent
  /** As it was given; absent without one. */
  readonly base?: string
  /** Commit that the source was compared with. */
  readonly mergeBase?: string
  /** Number of changed files; absent when it is not known. */
  readonly changedFiles?: number
  /** Why every component is covered, whatever changed; empty when the change decides. */
  readonly everything: readonly string[]
  readonly components: readonly ComponentPlan[]
  readonly functions: readonly FunctionPlan[]
  /** Changed files that affect nothing, each with the reason. */
  readonly harmless: readonly { readonly path: string; readonly why: string }[]
}

export interface ComponentPlan {
  readonly name: string
  /** Folder relative to hatchery.yaml. */
  readonly path: string
  readonly affected: boolean
  /** Why it is affected, the first few of each kind; empty when it is not. */
  readonly reasons: readonly Reason[]
  /** Number of changed files that affect it by themselves. */
  readonly files: number
}

/** Why a component is affected. */
export type Reason =
  | { readonly kind: 'file'; readonly path: string; readonly because: string }
  | { readonly kind: 'component'; readonly component: string; readonly because: string }
  | { readonly kind: 'everything'; readonly because: string }

export interface FunctionPlan {
  readonly name: PlanFunction
  readonly run: boolean
  readonly why: string
  /** Components that it runs for; empty when it is skipped. */
  readonly components: readonly string[]
  /** Stage of a release. */
  readonly stage?: string
}
