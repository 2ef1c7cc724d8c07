import type { AwsPorts } from '../aws/ports.ts'
import type { Config, Stage } from '../config/model.ts'
import type { Clock } from '../shared/clock.ts'
import type { EventSink } from '../shared/events.ts'
import type { SmokeOptions } from '../verify/smoke.ts'
import type { ReleaseKind } from './records.ts'

/** What every function that acts on a stage gets. */
export interface StageRun {
  readonly config: Config
  readonly stage: Stage
  /** Gives the ports of one region; called once a region. */
  readonly connect: (region: string) => AwsPorts
  /** Regions to act on, the first one keeps the state; the stage's own when left out. */
  readonly regions?: readonly string[]
  readonly clock: Clock
  readonly random: () => number
  readonly events: EventSink
  readonly fetch: typeof fetch
  /** Who runs this, for the lock: `ana on laptop`, `github acme/app run 12`. */
  readonly holder: string
  /** Who approved it, where the stage asks for that. */
  readonly approvedBy?: string
}

/** A release or one of its parts. */
export interface ReleaseRequest extends StageRun {
  readonly revision: string
  /** Component to image reference by digest, as the receipt has them. */
  readonly images: Readonly<Record<string, string>>
  readonly runSuite?: SmokeOptions['runSuite']
  /** SQL of the new revisions, for a migrator that runs as a task and cannot be asked. */
  readonly migrationSql?: string
  /** Narrows `deploy` to these components. */
  readonly components?: readonly string[]
}

/** A request made ready: the parts that it has, and where. */
export interface Prepared extends ReleaseRequest {
  readonly kind: ReleaseKind
  readonly order: readonly string[]
  readonly regionNames: readonly string[]
  readonly ports: (region: string) => AwsPorts
  readonly withSmoke: boolean
  /** Region and component to the task definition to go back to: a rollback. */
  readonly targets?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

/** Tell one event of a run. */
export function say(run: Pick<StageRun, 'clock' | 'events'>, event: { readonly step: string; readonly state: 'started' | 'progress' | 'passed' | 'failed' | 'skipped'; readonly text?: string }): void {
  run.events({ atMs: run.clock.now(), ...event })
}

/** The regions of a run. */
export function regionsOf(run: Pick<StageRun, 'regions' | 'stage'>): readonly string[] {
  return run.regions && run.regions.length > 0 ? run.regions : run.stage.regions
}

/** Connect to each region once. */
export function connectOnce(run: Pick<StageRun, 'connect'>): (region: string) => AwsPorts {
  const made = new Map<string, AwsPorts>()
  return (region) => {
    const ports = made.get(region) ?? run.connect(region)
    made.set(region, ports)
    return ports
  }
}
