import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { daggerEnv } from './dagger-env.ts'

/** Rehearse examples/reptidex with every fault, one after the other in one world, and say which ended as it should. */
const root = join(import.meta.dirname, '..')
const app = join(root, 'examples/reptidex')

const ends: Record<string, { green: boolean; says: RegExp }> = {
  'no fault': { green: true, says: /revision proven/ },
  'crash-loop': { green: false, says: /exited twice with code 1/ },
  'bad-image': { green: false, says: /CannotPullContainerError/ },
  unhealthy: { green: false, says: /health check gave up|failed ELB health checks/i },
  'migration-fails': { green: false, says: /MIGRATION_FAILED.*division by zero/s },
  'smoke-fails': { green: false, says: /planted by --fault smoke-fails/ },
  throttle: { green: true, says: /revision proven/ },
  'expired-token': { green: false, says: /AWS_CREDENTIALS_EXPIRED/ },
  killed: { green: true, says: /begun by an earlier run/ },
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in ends))
if (unknown.length > 0) {
  console.error(`There is no fault ${unknown.join(', ')}. Name some of: ${Object.keys(ends).join(', ')}.`)
  process.exit(2)
}
let failed = 0
for (const [fault, { green, says }] of Object.entries(ends)) {
  if (asked.length > 0 && !asked.includes(fault)) continue
  const startedMs = Date.now()
  console.log(`\n== ${fault}`)
  const { status, stdout, stderr } = spawnSync('dagger', ['--progress=plain', 'call', 'hatchery', 'rehearse', ...(fault === 'no fault' ? [] : ['--fault', fault])], { cwd: app, encoding: 'utf8', env: { ...daggerEnv(), NO_COLOR: '1' }, maxBuffer: 2 ** 29 })
  const output = `${stdout}\n${stderr}`
  const ok = (status === 0) === green && says.test(output)
  if (!ok) failed += 1
  console.log(`${output.split('\n').filter((line) => /\| \d{4}-\d\d-\d\dT|\| local: /.test(line)).join('\n')}\n${output.slice(-2500)}`)
  console.log(`== ${fault}: ${ok ? 'as it should' : 'WRONG'}, ended ${status === 0 ? 'green' : 'red'} after ${Math.round((Date.now() - startedMs) / 1000)} s`)
}
console.log(failed === 0 ? '\nevery rehearsal ended as it should' : `\n${failed} rehearsals ended otherwise`)
process.exit(failed === 0 ? 0 : 1)
