import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { diagnose, explainFailure } from '../../../src/report/doctor.ts'
import { groundFailures } from '../../../src/report/doctor-ground.ts'
import { applicationFailures } from '../../../src/report/doctor-patterns.ts'
import { codesModule } from '../../../src/report/doctor-sections.ts'
import { errorCodes, type ErrorCode } from '../../../src/shared/error-codes.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'
import { renderError } from '../../../src/shared/render-error.ts'

/** What tools really print, and the failure that it is. */
const texts: readonly (readonly [string, string])[] = [
  ['A migration is not idempotent', 'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateTable) relation "plates" already exists'],
  ['A migration is not idempotent', 'sqlite3.OperationalError: table plates already exists'],
  ['A migration is not idempotent', 'asyncpg.exceptions.DuplicateColumnError: column "state" of relation "plates" already exists'],
  ['The image is built for another architecture', 'exec /var/lang/bin/python: exec format error'],
  ["The migrator's image does not start", "Runtime.ImportModuleError: Unable to import module 'handler': No module named 'alembic'"],
  ["The migrator's image does not start", 'function shop-migrator: the migrator failed (Unhandled): RequestId: 4911706c Error: Runtime exited with error: exit status 1'],
  ['Models and migrations disagree', "ERROR [alembic.util.messaging] New upgrade operations detected: [('add_column', None, 'plates', Column('state'))]"],
  ['Models and migrations disagree', 'FAILED: Target database is not up to date.'],
  ['Generated types are older than the backend', "src/plate.ts(3,7): error TS2339: Property 'state' does not exist on type 'Plate'."],
  ['Generated types are older than the backend', "web/src/plate.ts:3:7 error TS2339 (tsc): Property 'state' does not exist"],
  ['AWS does not accept the identity of the job', 'Error: Not authorized to perform sts:AssumeRoleWithWebIdentity'],
  ['AWS does not accept the identity of the job', 'An error occurred: No OpenIDConnect provider found in your account for https://token.actions.githubusercontent.com'],
  ['Tests do not reach their database or cache', 'psycopg.OperationalError: connection failed: connection to server at "127.0.0.1", port 5432 failed: Connection refused'],
  ['Tests do not reach their database or cache', 'psycopg.OperationalError: could not translate host name "postgres" to address'],
  ['Tests do not reach their database or cache', 'redis.exceptions.ConnectionError: Error 111 connecting to localhost:6379. Connection refused.'],
  ['The lock file does not fit its manifest', 'npm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync.'],
  ['The lock file does not fit its manifest', 'ERROR: No matching distribution found for flask==99.0'],
  ['The health check answers 503', 'GET /api/health: status 503, expected 200; the body begins "{}"'],
  ['A lookup answers 500: the schema is missing or old', 'GET /api/plates/ABC123: status 500, expected 200'],
  ['A lookup answers 500: the schema is missing or old', 'psycopg2.errors.UndefinedTable: relation "plates" does not exist'],
  ['The call does not fit the function', 'Error: unknown flag: --shards'],
  ['There is no Dagger engine', 'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?'],
  ['There is no Dagger engine', 'Error: start engine: driver for scheme "image" was not available'],
  ['There is no Dagger engine', 'Error: start engine: failed to run command [docker version]: exit status 1'],
  ['The disk is full', "dd: writing to '/var/lib/dagger/x': No space left on device"],
  ['The disk is full', 'write /var/lib/dagger/x: no space left on device'],
  ['A secret is read from a variable that is not set', 'Error: [ENGINE_FAILED] rpc error: code = Unknown desc = secret env var not found: "AWS..."'],
  ['Hatchery and the Dagger CLI are of different versions', 'Error: resolving module source "/shop": module requires dagger v9.9.9, but you have v0.21.7'],
  ['A port is taken', 'Error: listen EADDRINUSE: address already in use 127.0.0.1:8000'],
  ['A port is taken', 'OSError: [Errno 98] Address already in use'],
  ['Memory ran out', 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'],
  ['The AWS credentials have expired', 'ExpiredTokenException: The security token included in the request is expired'],
  ['The AWS credentials have expired', 'The SSO session associated with this profile has expired or is otherwise invalid.'],
  ['A registry does not accept the login', 'pull access denied for shop/api, repository does not exist or may require authorization'],
  ['A registry does not accept the login', 'denied: Your authorization token has expired. Reauthenticate and try again.'],
  ['The clone lacks history', 'Everything is covered: the clone is shallow and holds no common commit with origin/main; fetch with full depth.'],
  ['The clone lacks history', 'fatal: Not a valid object name HEAD~3'],
  ['A certificate is not trusted', 'npm error code SELF_SIGNED_CERT_IN_CHAIN\nnpm error self-signed certificate in certificate chain'],
  ['A registry answers too many requests', 'toomanyrequests: You have reached your unauthenticated pull rate limit'],
  ['A name cannot be resolved', 'npm error code EAI_AGAIN'],
  ['A server does not answer', 'Get "http://localhost:9/v2/": dial tcp 127.0.0.1:9: connect: connection refused'],
]

describe('doctor', () => {
  it.each(texts)('knows "%s" from: %s', (title, text) => {
    expect(diagnose(text).known.map((one) => one.title)).toContain(title)
    const said = explainFailure(text)
    for (const part of [title, 'Usual cause:', 'What to do:']) expect(said).toContain(part)
  })

  it('has a text in this test for every failure that it knows', () => {
    expect([...new Set(texts.map(([title]) => title))].sort()).toEqual([...applicationFailures, ...groundFailures].map(({ title }) => title).sort())
  })

  it('takes a failing health check for one failure, not for a missing schema too', () => {
    expect(diagnose('GET /api/health: status 503, expected 200').known).toHaveLength(1)
    expect(diagnose('GET /api/health: status 500, expected 200').known).toEqual([])
  })

  it('looks at the error at the end first: a log holds what came right too', () => {
    const log = 'WRN port not ready error="dial tcp 10.87.5.31:4566: connect: connection refused"\nerror: relation "a" already exists\nError: [RELEASE_FAILED] stage local: failed\n  health (application): GET /api/health: status 503, expected 200'
    expect(diagnose(log).known.map(({ title }) => title)).toEqual(['The health check answers 503'])
    expect(diagnose('78 : WRN port not ready error="dial tcp 10.87.5.31:4566: connect: connection refused"').known).toEqual([])
  })

  it.each(Object.keys(errorCodes) as ErrorCode[])('explains %s and knows its kind', (code) => {
    const text = renderError(new HatcheryError(code, { what: 'it broke', next: 'mend it' }))
    expect(diagnose(text)).toMatchObject({ codes: [code], kind: errorCodes[code] })
    expect(explainFailure(text)).toMatch(new RegExp(`^This is a failure of kind ${errorCodes[code]}\\.\n[^]*${code}\n {2}\\S`))
  })

  it('takes the kind from the error that the CLI ends with, whatever the log says before', () => {
    const log = '12 : ! [SERVICE_NOT_READY] postgres\nUNDECIDED x: [REPORT_UNREADABLE] gone\nError: [CHECKS_FAILED] 2 of 6 checks are red\n  FAILED x: [COVERAGE_BELOW_MINIMUM] 71 %'
    expect(diagnose(log)).toMatchObject({ kind: 'findings', codes: ['CHECKS_FAILED', 'SERVICE_NOT_READY', 'REPORT_UNREADABLE', 'COVERAGE_BELOW_MINIMUM'] })
  })

  it('reads a verdict.json', () => {
    expect(diagnose('{ "state": "error", "failure": { "code": "REGISTRY_THROTTLED" } }')).toMatchObject({ kind: 'infrastructure', codes: ['REGISTRY_THROTTLED'] })
  })

  it('says honestly that it does not know a text', () => {
    expect(explainFailure('the cat sat on the keyboard')).toContain('Nothing in this text is known')
    expect(explainFailure('[NOT_ONE_OF_OURS] boom')).toContain('Nothing in this text is known')
  })

  it('says what docs/errors.md says', () => {
    expect(readFileSync('src/report/doctor-codes.ts', 'utf8'), 'run: node scripts/doctor.ts').toBe(codesModule(readFileSync('docs/errors.md', 'utf8')))
  })

  it('has every failure on its page', () => {
    const page = readFileSync('docs/doctor.md', 'utf8')
    for (const { title } of [...applicationFailures, ...groundFailures]) expect(page).toContain(title)
  })
})
