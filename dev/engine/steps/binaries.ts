import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EngineError } from '../engine-error.ts'
import { hashOf } from '../hash.ts'
import { cacheFolder, engineDir } from '../paths.ts'
import { attempt, onPath, run } from '../shell.ts'
import type { Step } from '../step.ts'
import { daggerTag } from '../versions.ts'

const commands = ['dagger', 'engine', 'init', 'codegen', 'dnsname', 'dialstdio'] as const
export const binary = (name: (typeof commands)[number] | 'runc-env'): string => join(cacheFolder('bin'), name)

const goVersion = async (): Promise<string> => {
  if (!onPath('go')) throw new EngineError('no "go" on PATH', 'install Go 1.26 or later: the engine is built from its Go modules')
  return (await run(['go', 'version'])).trim()
}

/** Dagger's own programs and ours, built from Go modules; without the version flags CLI and engine do not find each other. */
export const binariesStep = async (): Promise<Step> => {
  const folder = join(engineDir, 'go')
  const flags = ['-ldflags', `-s -w -X github.com/dagger/dagger/engine.Version=${daggerTag} -X github.com/dagger/dagger/engine.Tag=${daggerTag}`]
  return {
    name: 'Go programs',
    key: hashOf([await goVersion(), ...flags], [folder]),
    present: () => [...commands, 'runc-env' as const].every((name) => existsSync(binary(name))),
    make: async () => {
      const options = { cwd: folder, env: { CGO_ENABLED: '0' }, next: 'does "go mod download" work here? Go modules must be reachable; Go must be 1.26 or later' }
      const packages = commands.map((name) => `github.com/dagger/dagger/cmd/${name}`)
      await run(['nice', 'go', 'build', '-tags', 'dfexcludepatterns,dfparents', ...flags, '-o', `${cacheFolder('bin')}/`, ...packages, './runc-env'], options)
      const version = await attempt([binary('dagger'), 'version'])
      if (!version.stdout.includes(daggerTag)) throw new EngineError(`the built CLI says "${version.stdout.trim()}" instead of ${daggerTag}`, 'is go.mod in dev/engine/go at the version of versions.ts?')
    },
  }
}
