import type { Plane } from './plane.ts'

/** What tasks, targets and images do when they do not simply work. Data, so that the admin API can set it and a snapshot keep it. */
export interface TaskBehaviour {
  readonly id: string
  readonly match: TaskMatch
  /** How many more task launches it applies to; without it, all. */
  count?: number
  /** Seconds from pull to started container. */
  readonly startSeconds?: number
  readonly pullSeconds?: number
  /** The named container, or the first essential one, exits on its own. */
  readonly exit?: { readonly code: number; readonly afterSeconds: number; readonly reason?: string; readonly container?: string }
  /** Of the container health check; `never` stays UNKNOWN. */
  readonly health?: 'healthy' | 'unhealthy' | 'never'
  readonly healthyAfterSeconds?: number
  /** What the load balancer sees. */
  readonly target?: { readonly state: 'healthy' | 'unhealthy'; readonly reason?: string; readonly description?: string; readonly afterSeconds?: number }
  /** Stop reason, as AWS words it, when the image cannot be pulled or a secret cannot be read. */
  readonly pullError?: string
  readonly secretError?: string
  /** Stays PENDING for ever. */
  readonly stuck?: boolean
  readonly ignoresSigterm?: boolean
  readonly stopSeconds?: number
  /** Lines that the first essential container writes when it starts. */
  readonly logs?: readonly string[]
}

/** All named members must fit; `image` is a part of the reference. */
export interface TaskMatch {
  readonly service?: string
  readonly family?: string
  readonly revision?: number
  readonly image?: string
  readonly region?: string
}

export interface TaskTraits {
  readonly taskArn: string
  readonly service: string | undefined
  readonly family: string
  readonly revision: number
  readonly images: readonly string[]
}

/** The behaviour of a task: all rules that match it, later ones over earlier ones. */
export function behaviourOf(plane: Plane, task: TaskTraits): Partial<TaskBehaviour> {
  const chosen = plane.world.taskBehaviours[task.taskArn] ?? []
  const rules = plane.world.behaviours.filter((rule) => chosen.includes(rule.id) || (rule.count === undefined && fits(rule.match, task)))
  return Object.assign({}, ...rules) as Partial<TaskBehaviour>
}

/** Use up counted rules for a task that is about to launch; it keeps what it got. */
export function claimBehaviours(plane: Plane, task: TaskTraits): void {
  const claimed: string[] = []
  for (const rule of plane.world.behaviours) {
    if (rule.count === undefined || rule.count <= 0 || !fits(rule.match, task)) continue
    rule.count -= 1
    claimed.push(rule.id)
  }
  if (claimed.length > 0) plane.world.taskBehaviours[task.taskArn] = claimed
}

function fits(match: TaskMatch, task: TaskTraits): boolean {
  if (match.service !== undefined && match.service !== task.service) return false
  if (match.family !== undefined && match.family !== task.family) return false
  if (match.revision !== undefined && match.revision !== task.revision) return false
  if (match.region !== undefined && match.region !== task.taskArn.split(':')[3]) return false
  return match.image === undefined || task.images.some((image) => image.includes(match.image as string))
}
