import type { Config } from '../config/model.ts'

/** What the GitHub files are generated from. */
export interface GitHubRequest {
  readonly config: Config
  /** Folder of hatchery.yaml in its repository, `.` at the root. */
  readonly folder: string
  readonly door: GitHubDoor
  /** Folders that components are built from besides their own, relative to hatchery.yaml. */
  readonly builtFrom?: readonly string[]
}

/** How a job of this repository reaches Hatchery. */
export interface GitHubDoor {
  /** The action: `./`, or `acme/hatchery@<commit>`. */
  readonly uses: string
  /** Version that the commit is, for people. */
  readonly version?: string
  /** Name of the toolchain; empty in Hatchery's own repository. */
  readonly toolchain: string
}

/** One workflow file; plain data that is written as YAML. */
export interface Workflow {
  readonly name: string
  readonly on: Readonly<Record<string, unknown>>
  readonly permissions: Permissions
  readonly concurrency?: Concurrency
  readonly jobs: Readonly<Record<string, Job>>
}

export type Permissions = Readonly<Record<string, 'read' | 'write'>>

export interface Concurrency {
  readonly group: string
  readonly 'cancel-in-progress': boolean
}

export interface Job {
  readonly name: string
  readonly needs?: readonly string[]
  readonly if?: string
  readonly 'runs-on': string
  readonly 'timeout-minutes': number
  readonly 'continue-on-error'?: boolean
  readonly environment?: string
  readonly permissions: Permissions
  readonly concurrency?: Concurrency
  readonly strategy?: { readonly 'fail-fast': boolean; readonly matrix: Readonly<Record<string, readonly string[]>> }
  readonly outputs?: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
}

export interface Step {
  readonly name?: string
  readonly id?: string
  readonly if?: string
  readonly uses?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  readonly run?: string
  readonly env?: Readonly<Record<string, string>>
}
