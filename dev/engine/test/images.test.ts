import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, query } from './dagger.ts'
import { moduleCopy } from './fixture.ts'

const from = (address: string, rest: string): Promise<{ code: number; stdout: string; stderr: string }> => query(`{ container { from(address: "${address}") { ${rest} } } }`)

const printed = async (address: string, ...args: string[]): Promise<string> => {
  const outcome = await from(address, `withExec(args: ${JSON.stringify(args)}) { stdout }`)
  expect(outcome.code, outcome.stderr).toBe(0)
  const answer = JSON.parse(outcome.stdout) as { container: { from: { withExec: { stdout: string } } } }
  return answer.container.from.withExec.stdout.trim()
}

describe('an image that has no stand-in', () => {
  test.each(['postgres:99', 'no-such-name:1', 'quay.io/some/image:1', 'ghcr.io/some/image:1', 'public.ecr.aws/docker/library/node:20'])('%s is an error that names it', async (address) => {
    const outcome = await from(address, 'id')
    expect(outcome.code).not.toBe(0)
    expect(outcome.stderr).toContain(address)
    expect(outcome.stderr).toMatch(/not found|refused/)
  })
})

describe('stand-ins behave as the official images', () => {
  test.each([
    ['node:24-bookworm-slim', 'v24.'],
    ['node:22-bookworm-slim', 'v22.'],
  ])('%s', async (address, version) => {
    expect(await printed(address, 'node', '--version')).toContain(version)
    expect(await printed(address, 'id', '-u', 'node')).toBe('1000')
    expect(await printed(address, 'sh', '-c', 'npm --version && npx --version && yarn --version && corepack --version')).toMatch(/^[\d.]+\n[\d.]+\n1\.22\.22\n[\d.]+$/)
  })

  test.each([
    ['python:3.11-slim-bookworm', '3.11'],
    ['python:3.13-slim-trixie', '3.13'],
  ])('%s', async (address, version) => {
    expect(await printed(address, 'sh', '-c', 'which python python3 pip')).toBe('/usr/local/bin/python\n/usr/local/bin/python3\n/usr/local/bin/pip')
    // Installing outside a virtual environment is refused by Debian's own Python and by no official image.
    expect(await printed(address, 'sh', '-c', 'pip install --quiet --root-user-action=ignore six && python -c "import six; print(six.__file__)"')).toBe(`/usr/local/lib/python${version}/site-packages/six.py`)
    expect(await printed(address, 'sh', '-c', 'python -m venv /v && /v/bin/pip --version')).toContain(`/v/lib/python${version}/site-packages`)
    expect(await printed(address, 'python', '-c', 'import ssl, sqlite3, ctypes, lzma, bz2, readline, uuid, zlib; print(ssl.create_default_context().check_hostname)')).toBe('True')
  })

  test('nginx:stable-bookworm has its own layout and user', async () => {
    expect(await printed('nginx:stable-bookworm', 'sh', '-c', 'nginx -t 2>&1 | tail -1; id -u nginx; ls /etc/nginx/conf.d /usr/share/nginx/html')).toMatch(/successful\n101\n\/etc\/nginx\/conf\.d:\ndefault\.conf\n\n\/usr\/share\/nginx\/html:\n50x\.html\nindex\.html/)
  })

  test.each(['node:24-bookworm-slim', 'python:3.13-slim-trixie', 'nginx:stable-bookworm', 'debian:bookworm-slim'])('%s runs for arm64, its packages in order', async (address) => {
    const outcome = await query(`{ container(platform: "linux/arm64") { from(address: "${address}") { withExec(args: ["sh", "-c", "uname -m; dpkg --audit"]) { stdout } } } }`)
    expect(outcome.code, outcome.stderr).toBe(0)
    expect(outcome.stdout).toContain('"stdout": "aarch64\\n"')
  })
})

describe('databases', () => {
  let folder = ''
  let remove = (): void => undefined
  beforeAll(async () => {
    ;({ folder, remove } = await moduleCopy('full'))
  })
  afterAll(() => remove())

  test.each([
    ['postgres:15', '15.'],
    ['postgres:17', '17.'],
  ])('%s makes user and database of its variables and runs what is in /docker-entrypoint-initdb.d', async (address, version) => {
    const outcome = await call(folder, 'postgres', `--address=${address}`)
    expect(outcome.code, outcome.stderr).toBe(0)
    const [server, user, row] = outcome.stdout.trim().split('\n')
    expect(server).toContain(version)
    expect([user, row]).toEqual(['someone', '42'])
  })

  test('redis:7 answers other containers', async () => {
    const outcome = await call(folder, 'redis', '--address=redis:7')
    expect(outcome.code, outcome.stderr).toBe(0)
    expect(outcome.stdout.trim()).toBe('PONG')
  })
})
