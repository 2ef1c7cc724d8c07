import type { TaskBehaviour } from './behaviours.ts'
import type { FaultRule } from './faults.ts'
import { hexId } from './ids.ts'
import type { LambdaBehaviour } from './lambda/state.ts'
import type { Exchange, Plane } from './plane.ts'
import { seed } from './seed.ts'
import type { Seed } from './seed.ts'
import { loadSnapshot, takeSnapshot, watchTargets } from './snapshot.ts'
import type { Snapshot } from './snapshot.ts'
import { emptyWorld } from './world.ts'
import type { World } from './world.ts'

/** The levers of the stand-in; the admin API under `/_local/` has the same ones over HTTP. */
export interface Control {
  /** Live, not a copy. */
  readonly world: World
  now(): number
  advance(seconds: number): Promise<void>
  /** Advance until nothing is due within `withinSeconds`; for "let everything settle". */
  settle(options?: { withinSeconds?: number; limitSeconds?: number }): Promise<void>
  seed(what: Seed): void
  addFault(rule: Omit<FaultRule, 'id' | 'seen'>): string
  addBehaviour(rule: Omit<TaskBehaviour, 'id'>): string
  addLambdaBehaviour(rule: Omit<LambdaBehaviour, 'id'>): string
  /** Remove one fault or behaviour by id, or all of them. */
  removeRules(id?: string): void
  /** Open the runtime interface of a function, for a process that serves it; gives what AWS_LAMBDA_RUNTIME_API must be. */
  openRuntimeInterface(functionArn: string): Promise<string>
  /** Where the listeners of load balancers answer; empty where tasks have no network. */
  endpoints(): { readonly loadBalancer: string; readonly dnsName: string; readonly listenerPort: number; readonly port: number }[]
  observe(observer: (exchange: Exchange) => void): () => void
  /** Forget everything but the time. */
  reset(): void
  snapshot(): Snapshot
  restore(snapshot: Snapshot): void
}

/** Make the levers of a plane. */
export function controlOf(plane: Plane): Control {
  const { timeline } = plane
  const nextId = () => hexId(plane.world.ids, 8)
  return {
    get world() {
      return plane.world
    },
    now: () => timeline.now(),
    advance: (seconds) => timeline.advance(seconds * 1000),
    async settle({ withinSeconds = 600, limitSeconds = 24 * 3600 } = {}) {
      const limitMs = timeline.now() + limitSeconds * 1000
      for (let next = timeline.nextDueMs(); next !== undefined && next <= limitMs; next = timeline.nextDueMs()) {
        const waitMs = next - timeline.now()
        if (waitMs > withinSeconds * 1000) return
        await timeline.advance(Math.max(0, waitMs))
      }
    },
    seed: (what) => seed(plane, what),
    addFault(rule) {
      const id = nextId()
      plane.world.faults.push({ ...rule, id, seen: 0 })
      return id
    },
    addBehaviour(rule) {
      const id = nextId()
      plane.world.behaviours.push({ ...rule, id })
      watchTargets(plane)
      return id
    },
    addLambdaBehaviour(rule) {
      const id = nextId()
      plane.world.lambdaBehaviours.push({ ...rule, id })
      return id
    },
    removeRules(id) {
      const keep = (rule: { id: string }) => id !== undefined && rule.id !== id
      plane.world.faults = plane.world.faults.filter(keep)
      plane.world.behaviours = plane.world.behaviours.filter(keep)
      plane.world.lambdaBehaviours = plane.world.lambdaBehaviours.filter(keep)
      watchTargets(plane)
    },
    endpoints() {
      const { regions } = plane.world
      return Object.values(regions).flatMap(({ elbv2 }) =>
        Object.values(elbv2.listeners).flatMap((listener) => {
          const port = plane.balancer?.portOf(listener.arn)
          const balancer = elbv2.loadBalancers[listener.loadBalancerArn]
          return port === undefined || balancer === undefined ? [] : [{ loadBalancer: balancer.name, dnsName: balancer.dnsName, listenerPort: listener.port, port }]
        }),
      )
    },
    openRuntimeInterface: (functionArn) => plane.lambda.open(functionArn),
    observe(observer) {
      plane.observers.add(observer)
      return () => void plane.observers.delete(observer)
    },
    reset() {
      const { accountId, ids, timings, localRegistry } = plane.world
      for (const region of Object.values(plane.world.regions)) for (const arn of Object.keys(region.ecs.tasks)) plane.driver.stop(arn, { timeoutSeconds: 0 })
      timeline.restore(timeline.now(), [])
      plane.world = { ...emptyWorld({ accountId, seed: ids.seed, ...(localRegistry === undefined ? {} : { localRegistry }) }), timings }
    },
    snapshot: () => takeSnapshot(plane),
    restore: (snapshot) => loadSnapshot(plane, snapshot),
  }
}
