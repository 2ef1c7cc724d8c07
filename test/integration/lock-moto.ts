import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const moto = 'moto[server,dynamodb]==5.2.5'

/** Start moto, a stand-in for AWS that others wrote; installed once into the user's cache. */
export async function startMoto(): Promise<{ readonly url: string; stop(): void }> {
  const home = await install()
  const port = await freePort()
  // Started by module: the scripts of a virtual environment name the place where it was made.
  const server = spawn(join(home, 'bin/python'), ['-m', 'moto.server', '-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  await answering(`${url}/moto-api/`)
  return { url, stop: () => void server.kill() }
}

async function install(): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hatchery')
  const home = join(cache, 'moto-5.2.5')
  if (existsSync(home)) return home
  await mkdir(cache, { recursive: true })
  const parts = `${home}.parts-${process.pid}`
  await run('python3', ['-m', 'venv', parts])
  await run(join(parts, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', moto], { timeout: 540_000 })
  await rename(parts, home)
  return home
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  await new Promise<void>((done) => server.close(() => done()))
  return port
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (await fetch(url).then((answer) => answer.status < 500, () => false)) return
    await new Promise((wake) => setTimeout(wake, 100))
  }
  throw new Error(`moto did not answer at ${url}`)
}
