import { spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { cacheFolder } from '../paths.ts'
import { attempt } from '../shell.ts'

const pidFile = (): string => join(cacheFolder('run'), 'dockerd.pid')
const logFile = (): string => join(cacheFolder('logs'), 'dockerd.log')

export const dockerAnswers = async (): Promise<boolean> => (await attempt(['docker', 'version', '--format', '{{.Server.Version}}'], { timeoutSeconds: 10 })).code === 0

const commandOf = (pid: string): string => {
  const path = `/proc/${pid}/cmdline`
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll('\0', ' ') : ''
}

/** After a machine was switched off hard, a pid file may name a process of another program; dockerd would then refuse to start. */
const removeStalePidFiles = (): void => {
  for (const [file, program] of [['/var/run/docker.pid', 'dockerd'], ['/var/run/docker/containerd/containerd.pid', 'containerd']] as const) {
    if (existsSync(file) && !commandOf(readFileSync(file, 'utf8').trim()).includes(program)) rmSync(file)
  }
}

/** The pid of the dockerd that an earlier `up` started, if it still runs. */
export const ownDockerd = (): number | undefined => {
  if (!existsSync(pidFile())) return undefined
  const pid = readFileSync(pidFile(), 'utf8').trim()
  return commandOf(pid).startsWith('dockerd') ? Number(pid) : undefined
}

/** Start dockerd detached if none answers, and wait until it does. */
export const ensureDockerd = async (): Promise<void> => {
  if (await dockerAnswers()) return
  const started = Date.now()
  console.log('  dockerd …')
  removeStalePidFiles()
  const log = openSync(logFile(), 'a')
  const child = spawn('dockerd', [], { detached: true, stdio: ['ignore', log, log] })
  child.on('error', () => undefined)
  child.unref()
  while (!(await dockerAnswers())) {
    if (child.exitCode !== null || child.pid === undefined || Date.now() - started > 60_000) {
      throw new EngineError('dockerd did not start', `its last words are in ${logFile()}`)
    }
    await new Promise((done) => setTimeout(done, 200))
  }
  writeFileSync(pidFile(), String(child.pid))
  console.log(`  dockerd: runs after ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** End the dockerd that `up` started, with all its containers; one that was there before stays. */
export const stopDockerd = async (): Promise<boolean> => {
  const pid = ownDockerd()
  if (pid === undefined) return false
  process.kill(pid, 'SIGTERM')
  const started = Date.now()
  while (ownDockerd() !== undefined) {
    if (Date.now() - started > 60_000) throw new EngineError(`dockerd (process ${pid}) does not end`, `read ${logFile()}`)
    await new Promise((done) => setTimeout(done, 200))
  }
  rmSync(pidFile(), { force: true })
  return true
}
