/** What hatchery.yaml says, in full form: every default filled in, every reference resolved. */
export interface Config {
  readonly project: string
  readonly components: readonly Component[]
  readonly services: readonly Service[]
  readonly matrix: Matrix
  readonly gates: Gates
  /** OCI platforms of every image: `linux/arm64`. */
  readonly platforms: readonly string[]
  /** Globs, relative to hatchery.yaml, of files outside every component that affect nothing. */
  readonly ignore: readonly string[]
  readonly registry: Registry
  readonly smoke: Smoke
  /** By name; `local` is always there. */
  readonly stages: readonly Stage[]
  readonly github: GitHub
}

export type Language = 'node' | 'python'

/** One part of the application: a folder with code, its checks, and perhaps an image. */
export interface Component {
  readonly name: string
  /** Folder relative to hatchery.yaml, without a trailing slash; `.` is the root. */
  readonly path: string
  readonly language?: Language
  readonly image?: Image
  /** Names of the services that its tests need. */
  readonly services: readonly string[]
  /** Names of components whose sources this one is built from. */
  readonly dependsOn: readonly string[]
  /** Globs, relative to hatchery.yaml, of files outside `path` that affect it. */
  readonly affectedBy: readonly string[]
  readonly coverage: CoverageGate
  readonly migrations?: Migrations
  readonly contract?: Contract
  /** Commands that replace the ones Hatchery finds; each is a shell line run in `path`. */
  readonly commands: { readonly lint?: string; readonly typecheck?: string; readonly test?: string; readonly benchmark?: string }
  /** Environment of the tests. */
  readonly env: Readonly<Record<string, string>>
  /** Bound on one test run. */
  readonly testTimeoutSeconds: number
}

/** What looks at images for vulnerable packages. */
export interface ImageScan {
  readonly scanner: 'trivy' | 'grype'
  /** The scanner's own image. */
  readonly image: string
}

export interface Image {
  /** Relative to the context. */
  readonly dockerfile: string
  readonly target?: string
  /** Build context relative to hatchery.yaml. */
  readonly context: string
  readonly args: Readonly<Record<string, string>>
  /** Container port that answers requests, where there is one. */
  readonly port?: number
  /** Environment of the running container in `dev` and on the stage `local`; other components are reached by name. */
  readonly env: Readonly<Record<string, string>>
}

export interface CoverageGate {
  /** Percent of lines. */
  readonly minimumPercent: number
  readonly changedLinesPercent: number
}

/** How the database schema of this component is brought up to date. */
export interface Migrations {
  readonly tool: 'alembic'
  /** Folder with the revisions, relative to the component. */
  readonly path: string
  /** Shell line that migrates inside the component's image, in `dev`. */
  readonly command: string
}

/** A generated file that must be up to date: the command writes it, the files are compared. */
export interface Contract {
  readonly command: string
  readonly files: readonly string[]
}

/** A container that tests and the local stage talk to. */
export interface Service {
  readonly name: string
  readonly image: string
  readonly env: Readonly<Record<string, string>>
  readonly port: number
  /** Readiness command, as arguments. */
  readonly healthcheck: readonly string[]
  /** Folder that the stage `local` keeps from one call to the next. */
  readonly data?: string
  /** Environment variables given to whoever uses the service: `DATABASE_URL: postgresql://…@postgres:5432/app`. */
  readonly connection: Readonly<Record<string, string>>
}

export interface Matrix {
  readonly node: readonly string[]
  readonly python: readonly string[]
}

export interface Gates {
  readonly coverage: CoverageGate
  readonly vulnerabilities: { readonly failOn: readonly Severity[]; readonly waivers: readonly Waiver[]; readonly advisories?: string; readonly imageScan?: ImageScan }
  readonly quarantine: readonly Quarantine[]
  readonly performance: { readonly noisePercent: number }
}

export type Severity = 'critical' | 'high' | 'medium' | 'low'

/** A finding that is accepted for now. */
export interface Waiver {
  /** Advisory, rule or migration step. */
  readonly id: string
  readonly reason: string
  readonly owner: string
  /** ISO date; from that day on the waiver no longer holds. */
  readonly expires: string
}

/** A test known to be flaky; it may fail until the entry expires. */
export interface Quarantine {
  readonly test: string
  readonly owner: string
  readonly reason: string
  readonly expires: string
}

export type Registry =
  | { readonly kind: 'ecr'; readonly account?: string; readonly region?: string; readonly prefix: string }
  | { readonly kind: 'oci'; readonly address: string; readonly prefix: string }

/** How the running application is tried after a release. */
export interface Smoke {
  readonly attempts: number
  readonly intervalSeconds: number
  /** Where the application tells the revision it runs. */
  readonly revision?: { readonly path: string; readonly json?: string; readonly header?: string }
  readonly checks: readonly SmokeCheck[]
  /** Shell line run with BASE_URL after the checks, in the folder of `suiteComponent`. */
  readonly suite?: { readonly command: string; readonly component: string }
}

export interface SmokeCheck {
  readonly name: string
  readonly path: string
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly status: number
  /** Dotted JSON path to expected value. */
  readonly json: Readonly<Record<string, string>>
  /** Response header to expected value. */
  readonly header: Readonly<Record<string, string>>
  readonly maxLatencyMs?: number
  /** A failure of a `dependency` check means that the application lives but something behind it does not. */
  readonly about: 'application' | 'dependency'
}

export interface Stage {
  readonly name: string
  /** Empty: the region given with the credentials. `local` has the one region `local`. */
  readonly regions: readonly string[]
  readonly cluster: string
  readonly approval: 'none' | 'required'
  /** `Sun 02:00-05:00 UTC` */
  readonly window?: string
  readonly baseUrl?: string
  readonly deploy: Deploy
  readonly migrate?: MigrateRunner
}

export interface Deploy {
  readonly strategy: 'rolling' | 'blue-green' | 'canary'
  /** Component names and the word `migrate`, in the order of the rollout. */
  readonly order: readonly string[]
  readonly timeoutSeconds: number
  /** Component to ECS service name. */
  readonly services: Readonly<Record<string, string>>
  /** Component to the container of the task definition that carries its image. */
  readonly containers: Readonly<Record<string, string>>
  /** Environment set on every container; `{revision}` in a value stands for the git SHA. HATCHERY_REVISION is always there. */
  readonly env: Readonly<Record<string, string>>
  /** Regions released at a time. */
  readonly maxParallelRegions: number
}

export type MigrateRunner =
  | { readonly kind: 'lambda'; readonly component: string; readonly function?: string; readonly pattern?: string; readonly tag?: { readonly key: string; readonly value: string }; readonly timeoutSeconds: number }
  | { readonly kind: 'ecs-task'; readonly component: string; readonly taskDefinition: string; readonly container: string; readonly timeoutSeconds: number }

/** What the generated GitHub workflows do. */
export interface GitHub {
  readonly mainBranch: string
  readonly developmentBranch?: string
  /** Glob of branches. */
  readonly hotfixBranches: string
  /** Stage that a push to the main branch releases to. */
  readonly mainStage?: string
  /** Stage that a pull request is deployed to. */
  readonly pullRequestStage?: string
  readonly shards: number
  /** Cron line, UTC. */
  readonly schedule: string
}
