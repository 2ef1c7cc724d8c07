import type { Balancer } from './balancer/proxy.ts'
import type { TargetProber, TaskDriver } from './drivers/driver.ts'
import type { LambdaHost } from './lambda/host.ts'
import type { Due, Timeline } from './timeline.ts'
import type { Call } from './wire/call.ts'
import type { World } from './world.ts'

/** The control plane: one world, its time, and what runs its tasks. Every operation gets it as its first argument. */
export interface Plane {
  world: World
  readonly timeline: Timeline
  readonly driver: TaskDriver
  readonly prober: TargetProber
  readonly lambda: LambdaHost
  /** Only where tasks have a network. */
  readonly balancer: Balancer | undefined
  /** What happens when an entry of the timeline falls due, by its kind. */
  readonly handlers: Record<string, (plane: Plane, data: Due['data']) => void>
  readonly observers: Set<(exchange: Exchange) => void>
}

/** One call with its answer, for whoever wants to count or judge them. */
export interface Exchange {
  readonly call: Call
  readonly atMs: number
  readonly status: number
  readonly output: unknown
  readonly errorCode: string | undefined
  /** As sent. */
  readonly body: string | Buffer
  /** What the fault rules did to it, if anything. */
  readonly fault: string | undefined
}
