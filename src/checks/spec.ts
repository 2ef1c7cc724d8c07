import type { Language } from '../config/model.ts'
import type { Concern } from './outcome.ts'

/** What a folder holds, as far as checks depend on it. */
export interface FolderFacts {
  /** Folder relative to hatchery.yaml. */
  readonly path: string
  /** Folder of the lock file that installs `path`: itself, or the workspace root above it. */
  readonly installRoot: string
  /** Names directly inside; folders end with `/`. */
  readonly entries: readonly string[]
  /** Texts of the manifests among them: package.json, requirements*.txt, pyproject.toml. */
  readonly manifests: Readonly<Record<string, string>>
}

/** One container that runs the tools of one concern for one folder and matrix cell. */
export interface CheckSpec {
  readonly concern: Concern
  readonly path: string
  readonly components: readonly string[]
  readonly language: Language
  /** `python-3.11`, `node-24`. */
  readonly cell: string
  readonly image: string
  /** What is copied into the container at its own place, each relative to hatchery.yaml. */
  readonly sources: readonly SourceFolder[]
  readonly install: Install
  readonly steps: readonly ToolStep[]
  /** Names of the services that must be ready. */
  readonly services: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** Bound on each step. */
  readonly timeoutSeconds: number
}

/** A folder, or with `include` some files of it, that a check reads. */
export interface SourceFolder {
  readonly path: string
  readonly include: readonly string[]
  readonly exclude: readonly string[]
}

/** How dependencies come into the container: from these files alone, so that code changes do not repeat it. */
export interface Install {
  /** Folder that the commands run in, relative to hatchery.yaml. */
  readonly root: string
  /** Globs relative to `root`. */
  readonly files: readonly string[]
  /** Shell lines. */
  readonly commands: readonly string[]
  readonly cache: { readonly volume: string; readonly path: string }
}

/** One tool run; it leaves its report files under /out. */
export interface ToolStep {
  /** Names the outcome: `lint.backend.ruff`. */
  readonly tool: string
  /** Shell line; `$OUT` is /out. */
  readonly command: string
}
