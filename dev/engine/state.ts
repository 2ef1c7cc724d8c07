import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from './paths.ts'

/** How the engine that `up` left behind came about. */
export interface EngineState {
  readonly kind: 'found' | 'installed' | 'built'
  readonly version: string
  /** Hash of the CLI that `up` put on PATH, when it built one. */
  readonly cliDigest?: string
}

const path = (): string => join(cacheFolder('run'), 'state.json')

export const readState = (): EngineState | undefined => (existsSync(path()) ? (JSON.parse(readFileSync(path(), 'utf8')) as EngineState) : undefined)

export const writeState = (state: EngineState): void => writeFileSync(path(), JSON.stringify(state))

/** Whether no step has ever been finished here. */
export const nothingBuiltYet = (): boolean => readdirSync(cacheFolder('stamps')).length === 0

/** Keep how long it took to build everything: it cannot be measured again while the engine is in use. */
export const keepColdTime = (seconds: number): void => writeFileSync(join(cacheFolder('run'), 'cold-up.json'), JSON.stringify({ seconds, at: new Date().toISOString() }))
