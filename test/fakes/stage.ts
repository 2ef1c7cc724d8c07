import type { AwsPorts } from '../../src/aws/ports.ts'
import type { Config, Stage } from '../../src/config/model.ts'
import type { ReleaseRequest } from '../../src/release/request.ts'
import type { Clock } from '../../src/shared/clock.ts'
import type { StepEvent } from '../../src/shared/events.ts'

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`
export const shaOf = (letter: string): string => letter.repeat(40)

/** A stage of three components and a migrator by Lambda, for tests. */
export function stageOf(over: Partial<Omit<Stage, 'deploy'>> & { deploy?: Partial<Stage['deploy']> } = {}): Stage {
  const { deploy, ...rest } = over
  return {
    name: 'staging', regions: ['us-east-1'], cluster: 'app', approval: 'none', baseUrl: 'http://app.test',
    migrate: { kind: 'lambda', component: 'migrator', function: 'migrator', timeoutSeconds: 900 },
    ...rest,
    deploy: {
      strategy: 'rolling', order: ['worker', 'api', 'frontend', 'migrate'], timeoutSeconds: 900,
      services: { worker: 'worker', api: 'api', frontend: 'frontend' }, containers: { worker: 'worker', api: 'api', frontend: 'frontend' },
      env: { HATCHERY_REVISION: '{revision}' }, maxParallelRegions: 1, ...deploy,
    },
  }
}

export function configOf(stage: Stage): Config {
  const gate = { minimumPercent: 80, changedLinesPercent: 80 }
  return {
    project: 'app', components: [], services: [], matrix: { node: [], python: [] },
    gates: { coverage: gate, vulnerabilities: { failOn: ['critical'], waivers: [] }, quarantine: [] },
    platforms: ['linux/arm64'], registry: { kind: 'ecr', account: '123456789012', prefix: 'app' },
    smoke: { attempts: 3, intervalSeconds: 10, revision: { path: '/health', json: 'revision' }, checks: [{ name: 'health', path: '/health', method: 'GET', headers: {}, status: 200, json: {}, header: {}, about: 'application' }] },
    stages: [stage],
  } as unknown as Config
}

/** A request to release revision `letter` with images of the same letter. */
export function requestOf(letter: string, around: { stage: Stage; connect: (region: string) => AwsPorts; clock: Clock; events?: StepEvent[]; fetch: typeof fetch; holder?: string; random?: () => number; config?: Config }): ReleaseRequest {
  const { stage, connect, clock, events = [] } = around
  const image = (name: string) => `123456789012.dkr.ecr.us-east-1.amazonaws.com/app/${name}@${digestOf(letter)}`
  return {
    config: around.config ?? configOf(stage), stage, connect, clock, random: around.random ?? Math.random, events: (event) => void events.push(event), fetch: around.fetch,
    holder: around.holder ?? 'test', revision: shaOf(letter), images: Object.fromEntries(['worker', 'api', 'frontend', 'migrator'].map((name) => [name, image(name)])),
  }
}
