import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ContainerRuntime, ContainerStart, RunningContainer } from '../../../../local-aws/drivers/container-runtime.ts'
import { ImageNotFound } from '../../../../local-aws/drivers/container-runtime.ts'
import { healthCheckScript, healthLoop, SUPERVISOR } from '../../../../local-aws/supervisor.ts'
import { watchFolder } from '../../../../local-aws/watch-folder.ts'

/**
 * Run "containers" as processes of this machine under the real supervisor: `process:SCRIPT` is an image whose Node.js
 * script gets the port to listen on as PORT. Everything but the isolation is as it is with Dagger.
 */
export function processRuntime(): ContainerRuntime {
  const root = mkdtempSync(join(tmpdir(), 'local-aws-processes-'))
  writeFileSync(join(root, 'supervise'), SUPERVISOR)
  let count = 0
  const children: ChildProcess[] = []
  return {
    async start(wanted) {
      if (!wanted.image.startsWith('process:')) throw new ImageNotFound(`${wanted.image}: not found`)
      const folder = join(root, String((count += 1)))
      mkdirSync(folder)
      chmodSync(folder, 0o777)
      if (wanted.healthCheck !== undefined) {
        writeFileSync(join(folder, 'health-check'), healthCheckScript(wanted.healthCheck.command))
        writeFileSync(join(folder, 'health-loop'), healthLoop(wanted.healthCheck))
      }
      return run(wanted, { folder, supervisor: join(root, 'supervise'), port: await freePort(), children })
    },
    close() {
      for (const child of children) killGroup(child)
      rmSync(root, { recursive: true, force: true })
      return Promise.resolve()
    },
  }
}

function run(wanted: ContainerStart, at: { folder: string; supervisor: string; port: number; children: ChildProcess[] }): RunningContainer {
  const script = wanted.image.slice('process:'.length)
  const command = wanted.command ?? []
  const env = { PATH: process.env['PATH'], PORT: String(at.port), ...wanted.environment, ...wanted.secrets }
  const child = spawn('sh', [at.supervisor, at.folder, process.execPath, '-e', script, ...command], { env, stdio: 'ignore', detached: true })
  at.children.push(child)
  let exited = false
  const exit = (code: number) => {
    if (exited) return
    exited = true
    watch.end()
    wanted.onExit(code)
  }
  const watch = watchFolder(at.folder, { onLog: wanted.onLog, onHealth: wanted.onHealth, onExit: exit })
  return {
    endpoint: (port) => (exited || !wanted.ports.includes(port) ? undefined : { host: '127.0.0.1', port: at.port }),
    catchUp: () => (exited ? undefined : watch.look()),
    async stop({ timeoutSeconds }) {
      writeFileSync(join(at.folder, 'stop'), '')
      for (const end = Date.now() + timeoutSeconds * 1000; !exited && Date.now() < end; ) await new Promise((resolve) => setTimeout(resolve, 50))
      exit(137)
      killGroup(child)
    },
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

/** The supervisor and all that it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ESRCH') throw cause
  }
}
