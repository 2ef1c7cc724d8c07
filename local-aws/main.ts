import { parseArgs } from 'node:util'
import { readFileSync } from 'node:fs'
import { startLocalAws } from './index.ts'
import type { LocalAwsOptions } from './index.ts'
import { daggerRuntimeFrom } from './runtime-choice.ts'
import type { Seed } from './seed.ts'
import { keepState } from './state-file.ts'
import type { ClockChoice } from './timeline.ts'

const HELP = `local-aws: a stand-in for AWS

  --port N          0 takes a free one (default 4566)
  --host ADDRESS    default 127.0.0.1
  --state FILE      keep the world there and go on with it
  --seed FILE       JSON of what is there already (clusters, roles, repositories, ...)
  --clock KIND      real (default) or manual (POST /_local/advance)
  --speed N         how much faster than the wall a real clock runs (default 1)
  --timings JSON    how long things take, in seconds; see local-aws/timings.ts
  --registry HOST   a registry that stands for ECR (localhost:5000)
  --driver KIND     simulated (default) or dagger: tasks are containers of this Dagger session
`

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4566' },
    host: { type: 'string', default: '127.0.0.1' },
    state: { type: 'string' },
    seed: { type: 'string' },
    clock: { type: 'string', default: 'real' },
    speed: { type: 'string', default: '1' },
    timings: { type: 'string' },
    registry: { type: 'string' },
    driver: { type: 'string', default: 'simulated' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(HELP)
else await serve()

async function serve(): Promise<void> {
  const aws = await startLocalAws(await options())
  const stopKeeping = values.state === undefined ? () => undefined : keepState(aws.control, values.state)
  if (values.seed !== undefined) aws.control.seed(JSON.parse(readFileSync(values.seed, 'utf8')) as Seed)
  process.stdout.write(`local-aws listening on ${aws.url}\n`)
  const stop = () => {
    stopKeeping()
    void aws.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

async function options(): Promise<LocalAwsOptions> {
  const clock: ClockChoice = values.clock === 'manual' ? { kind: 'manual' } : { kind: 'real', speed: Number(values.speed) }
  const shared: LocalAwsOptions = {
    port: Number(values.port),
    host: values.host,
    clock,
    world: {
      ...(values.timings === undefined ? {} : { timings: JSON.parse(values.timings) as object }),
      ...(values.registry === undefined ? {} : { localRegistry: values.registry }),
    },
  }
  if (values.driver === 'simulated') return shared
  if (values.driver !== 'dagger') throw new Error(`--driver ${values.driver}: local-aws has simulated and dagger`)
  return { ...shared, runtime: await daggerRuntimeFrom(process.env) }
}
