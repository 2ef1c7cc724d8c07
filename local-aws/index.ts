import type { AddressInfo } from 'node:net'
import type { Balancer } from './balancer/proxy.ts'
import { controlOf } from './control.ts'
import type { Control } from './control.ts'
import type { TargetProber, TaskDriver, TaskReports } from './drivers/driver.ts'
import { simulatedDriver, simulatedHandlers } from './drivers/simulated.ts'
import { SIMULATED_PROBER_HANDLERS, simulatedProber } from './drivers/simulated-prober.ts'
import { LIFECYCLE_HANDLERS, taskReports } from './ecs/lifecycle.ts'
import { SCHEDULER_HANDLERS } from './ecs/scheduler.ts'
import { TARGET_HANDLERS } from './elbv2/targets.ts'
import { containerHost } from './lambda/container-host.ts'
import type { LambdaHost } from './lambda/host.ts'
import { LAMBDA_HANDLERS } from './lambda/updates.ts'
import type { Plane } from './plane.ts'
import type { ClockChoice } from './timeline.ts'
import { Timeline } from './timeline.ts'
import { createFrontServer } from './wire/server.ts'
import type { WorldOptions } from './world.ts'
import { emptyWorld } from './world.ts'

export type { Control } from './control.ts'
export type { Exchange } from './plane.ts'
export type { FaultRule } from './faults.ts'
export type { TaskBehaviour } from './behaviours.ts'
export type { Seed } from './seed.ts'

/** What runs tasks, judges targets and serves functions; made once the plane exists. */
export interface Runtime {
  readonly driver: TaskDriver
  readonly prober: TargetProber
  readonly lambda?: LambdaHost
  readonly balancer?: Balancer
}

export interface LocalAwsOptions {
  /** 0, the default, takes a free one. */
  readonly port?: number
  /** Default 127.0.0.1. */
  readonly host?: string
  /** Default: manual, starting now. */
  readonly clock?: ClockChoice
  readonly world?: WorldOptions
  /** Default: everything simulated. */
  readonly runtime?: (plane: () => Plane, reports: TaskReports) => Runtime
}

export interface LocalAws {
  /** Where AWS clients point their endpoint. */
  readonly url: string
  readonly port: number
  readonly control: Control
  stop(): Promise<void>
}

/** Start the stand-in for AWS in this process. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const timeline = new Timeline(options.clock ?? { kind: 'manual' })
  const current = (): Plane => plane
  const reports = taskReports(current)
  const runtime: Runtime = options.runtime?.(current, reports) ?? { driver: simulatedDriver(current), prober: simulatedProber(current) }
  const plane: Plane = {
    world: emptyWorld(options.world),
    timeline,
    driver: runtime.driver,
    prober: runtime.prober,
    lambda: runtime.lambda ?? containerHost(current),
    balancer: runtime.balancer,
    handlers: { ...LIFECYCLE_HANDLERS, ...SCHEDULER_HANDLERS, ...TARGET_HANDLERS, ...LAMBDA_HANDLERS, ...SIMULATED_PROBER_HANDLERS, ...simulatedHandlers(reports) },
    observers: new Set(),
  }
  timeline.handleWith((due) => {
    const handle = plane.handlers[due.kind]
    if (handle === undefined) throw new Error(`nothing handles ${due.kind}`)
    handle(plane, due.data)
  })
  const server = createFrontServer(plane)
  const host = options.host ?? '127.0.0.1'
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, host, resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`,
    port,
    control: controlOf(plane),
    async stop() {
      timeline.stop()
      plane.prober.close()
      plane.balancer?.close()
      await plane.lambda.close()
      await plane.driver.close()
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
