/** What hatchery.yaml says, in full form: every default filled in, every reference resolved. */
interface Config {
    readonly project: string;
    readonly components: readonly Component[];
    readonly services: readonly Service[];
    readonly matrix: Matrix;
    readonly gates: Gates;
    /** OCI platforms of every image: `linux/arm64`. */
    readonly platforms: readonly string[];
    /** Globs, relative to hatchery.yaml, of files outside every component that affect nothing. */
    readonly ignore: readonly string[];
    readonly registry: Registry;
    readonly smoke: Smoke;
    /** By name; `local` is always there. */
    readonly stages: readonly Stage[];
    readonly github: GitHub;
}
type Language = 'node' | 'python';
/** One part of the application: a folder with code, its checks, and perhaps an image. */
interface Component {
    readonly name: string;
    /** Folder relative to hatchery.yaml, without a trailing slash; `.` is the root. */
    readonly path: string;
    readonly language?: Language;
    readonly image?: Image;
    /** Names of the services that its tests need. */
    readonly services: readonly string[];
    /** Names of components whose sources this one is built from. */
    readonly dependsOn: readonly string[];
    /** Globs, relative to hatchery.yaml, of files outside `path` that affect it. */
    readonly affectedBy: readonly string[];
    readonly coverage: CoverageGate;
    readonly migrations?: Migrations;
    readonly contract?: Contract;
    /** Commands that replace the ones Hatchery finds; each is a shell line run in `path`. */
    readonly commands: {
        readonly lint?: string;
        readonly typecheck?: string;
        readonly test?: string;
        readonly benchmark?: string;
    };
    /** Environment of the tests. */
    readonly env: Readonly<Record<string, string>>;
    /** Bound on one test run. */
    readonly testTimeoutSeconds: number;
}
interface Image {
    /** Relative to the context. */
    readonly dockerfile: string;
    readonly target?: string;
    /** Build context relative to hatchery.yaml. */
    readonly context: string;
    readonly args: Readonly<Record<string, string>>;
    /** Container port that answers requests, where there is one. */
    readonly port?: number;
    /** Environment of the running container in `dev` and on the stage `local`; other components are reached by name. */
    readonly env: Readonly<Record<string, string>>;
}
interface CoverageGate {
    /** Percent of lines. */
    readonly minimumPercent: number;
    readonly changedLinesPercent: number;
}
/** How the database schema of this component is brought up to date. */
interface Migrations {
    readonly tool: 'alembic';
    /** Folder with the revisions, relative to the component. */
    readonly path: string;
    /** Shell line that migrates inside the component's image, in `dev`. */
    readonly command: string;
}
/** A generated file that must be up to date: the command writes it, the files are compared. */
interface Contract {
    readonly command: string;
    readonly files: readonly string[];
}
/** A container that tests and the local stage talk to. */
interface Service {
    readonly name: string;
    readonly image: string;
    readonly env: Readonly<Record<string, string>>;
    readonly port: number;
    /** Readiness command, as arguments. */
    readonly healthcheck: readonly string[];
    /** Environment variables given to whoever uses the service: `DATABASE_URL: postgresql://…@postgres:5432/app`. */
    readonly connection: Readonly<Record<string, string>>;
}
interface Matrix {
    readonly node: readonly string[];
    readonly python: readonly string[];
}
interface Gates {
    readonly coverage: CoverageGate;
    readonly vulnerabilities: {
        readonly failOn: readonly Severity[];
        readonly waivers: readonly Waiver[];
        readonly advisories?: string;
    };
    readonly quarantine: readonly Quarantine[];
    readonly performance?: {
        readonly noisePercent: number;
    };
}
type Severity = 'critical' | 'high' | 'medium' | 'low';
/** A finding that is accepted for now. */
interface Waiver {
    /** Advisory, rule or migration step. */
    readonly id: string;
    readonly reason: string;
    readonly owner: string;
    /** ISO date; from that day on the waiver no longer holds. */
    readonly expires: string;
}
/** A test known to be flaky; it may fail until the entry expires. */
interface Quarantine {
    readonly test: string;
    readonly owner: string;
    readonly reason: string;
    readonly expires: string;
}
type Registry = {
    readonly kind: 'ecr';
    readonly account?: string;
    readonly region?: string;
    readonly prefix: string;
} | {
    readonly kind: 'oci';
    readonly address: string;
    readonly prefix: string;
};
/** How the running application is tried after a release. */
interface Smoke {
    readonly attempts: number;
    readonly intervalSeconds: number;
    /** Where the application tells the revision it runs. */
    readonly revision?: {
        readonly path: string;
        readonly json?: string;
        readonly header?: string;
    };
    readonly checks: readonly SmokeCheck[];
    /** Shell line run with BASE_URL after the checks, in the folder of `suiteComponent`. */
    readonly suite?: {
        readonly command: string;
        readonly component: string;
    };
}
interface SmokeCheck {
    readonly name: string;
    readonly path: string;
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly status: number;
    /** Dotted JSON path to expected value. */
    readonly json: Readonly<Record<string, string>>;
    /** Response header to expected value. */
    readonly header: Readonly<Record<string, string>>;
    readonly maxLatencyMs?: number;
    /** A failure of a `dependency` check means that the application lives but something behind it does not. */
    readonly about: 'application' | 'dependency';
}
interface Stage {
    readonly name: string;
    /** Empty: the region given with the credentials. `local` has the one region `local`. */
    readonly regions: readonly string[];
    readonly cluster: string;
    readonly approval: 'none' | 'required';
    /** `Sun 02:00-05:00 UTC` */
    readonly window?: string;
    readonly baseUrl?: string;
    readonly deploy: Deploy;
    readonly migrate?: MigrateRunner;
}
interface Deploy {
    readonly strategy: 'rolling' | 'blue-green' | 'canary';
    /** Component names and the word `migrate`, in the order of the rollout. */
    readonly order: readonly string[];
    readonly timeoutSeconds: number;
    /** Component to ECS service name. */
    readonly services: Readonly<Record<string, string>>;
    /** Component to the container of the task definition that carries its image. */
    readonly containers: Readonly<Record<string, string>>;
    /** Environment set on every container; `{revision}` in a value stands for the git SHA. HATCHERY_REVISION is always there. */
    readonly env: Readonly<Record<string, string>>;
    /** Regions released at a time. */
    readonly maxParallelRegions: number;
}
type MigrateRunner = {
    readonly kind: 'lambda';
    readonly component: string;
    readonly function?: string;
    readonly pattern?: string;
    readonly tag?: {
        readonly key: string;
        readonly value: string;
    };
    readonly timeoutSeconds: number;
} | {
    readonly kind: 'ecs-task';
    readonly component: string;
    readonly taskDefinition: string;
    readonly container: string;
    readonly timeoutSeconds: number;
};
/** What the generated GitHub workflows do. */
interface GitHub {
    readonly mainBranch: string;
    readonly developmentBranch?: string;
    /** Glob of branches. */
    readonly hotfixBranches: string;
    /** Stage that a push to the main branch releases to. */
    readonly mainStage?: string;
    /** Stage that a pull request is deployed to. */
    readonly pullRequestStage?: string;
    readonly shards: number;
    /** Cron line, UTC. */
    readonly schedule: string;
}

/** hatchery.yaml and where it lies. */
interface ConfigSource {
    readonly text: string;
    /** As the reader knows it: `hatchery.yaml`, `services/hatchery.yaml`. */
    readonly fileName: string;
    /** Tell whether a folder or file is there, relative to hatchery.yaml; `.` always is. */
    readonly pathExists: (path: string) => boolean;
}
/**
 * Read hatchery.yaml into its full form.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` with every issue at once: `hatchery.yaml:4:7: components.api.covrage: unknown key; …`.
 */
declare function parseConfig({ text, fileName, pathExists }: ConfigSource): Config;

/**
 * Narrow to one component, or keep all.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN` with the names that exist.
 */
declare function selectComponents(config: Config, name?: string): readonly Component[];

/**
 * What a failure is about: `usage` (the caller or hatchery.yaml), `findings` (the code under check),
 * `infrastructure` (a registry, network, engine or service), `release` (a deployment, migration or smoke test).
 */
type FailureKind = 'usage' | 'findings' | 'infrastructure' | 'release';
/** Every error code with its kind. Each has its section in docs/errors.md. */
declare const errorCodes: {
    readonly APPLICATION_NOT_FOUND: "usage";
    readonly AWS_ACCESS_DENIED: "infrastructure";
    readonly AWS_CREDENTIALS_EXPIRED: "infrastructure";
    readonly AWS_CREDENTIALS_INVALID: "infrastructure";
    readonly AWS_NOT_FOUND: "infrastructure";
    readonly AWS_REFUSED: "infrastructure";
    readonly AWS_THROTTLED: "infrastructure";
    readonly AWS_UNREACHABLE: "infrastructure";
    readonly BASE_INVALID: "usage";
    readonly CELL_UNKNOWN: "usage";
    readonly CHECKS_FAILED: "findings";
    readonly CHECKS_UNDECIDED: "infrastructure";
    readonly CHECK_KILLED: "infrastructure";
    readonly CHECK_TIME_LIMIT: "findings";
    readonly COMMAND_FAILED: "infrastructure";
    readonly COMPONENT_UNKNOWN: "usage";
    readonly CONFIG_EXISTS: "usage";
    readonly CONFIG_INVALID: "usage";
    readonly CONFIG_NOT_FOUND: "usage";
    readonly COVERAGE_BELOW_MINIMUM: "findings";
    readonly CREDENTIALS_MISSING: "usage";
    readonly DEPLOYMENT_ROLLED_BACK: "release";
    readonly DEPLOYMENT_STOPPED: "release";
    readonly DEPLOYMENT_SUPERSEDED: "release";
    readonly DEPLOYMENT_TIMED_OUT: "release";
    readonly ENGINE_FAILED: "infrastructure";
    readonly EVENT_UNKNOWN: "usage";
    readonly GLOB_MATCHES_NOTHING: "usage";
    readonly HISTORY_UNREADABLE: "infrastructure";
    readonly IMAGE_MISSING: "usage";
    readonly IMAGE_NOT_FOUND: "infrastructure";
    readonly INTERNAL: "infrastructure";
    readonly MANIFEST_UNREADABLE: "usage";
    readonly MIGRATION_DESTRUCTIVE: "findings";
    readonly MIGRATION_FAILED: "release";
    readonly MIGRATION_UNRESOLVED: "release";
    readonly MIGRATOR_AMBIGUOUS: "usage";
    readonly MIGRATOR_NOT_FOUND: "usage";
    readonly NOTHING_TO_CHECK: "usage";
    readonly NOT_AVAILABLE: "usage";
    readonly NO_TESTS_RUN: "findings";
    readonly PERFORMANCE_REGRESSED: "findings";
    readonly PREFLIGHT_FAILED: "release";
    readonly PUBLISH_INCOMPLETE: "infrastructure";
    readonly QUARANTINE_EXPIRED: "findings";
    readonly REGISTRY_THROTTLED: "infrastructure";
    readonly REGISTRY_UNAUTHORIZED: "usage";
    readonly REGISTRY_UNREACHABLE: "infrastructure";
    readonly RELEASE_FAILED: "release";
    readonly RELEASE_LOCKED: "release";
    readonly RELEASE_LOCK_LOST: "release";
    readonly RELEASE_NOT_FOUND: "usage";
    readonly REPORT_UNREADABLE: "infrastructure";
    readonly REPOSITORY_MISSING: "usage";
    readonly REVISION_INVALID: "usage";
    readonly REVISION_UNKNOWN: "usage";
    readonly ROLLBACK_REFUSED: "release";
    readonly SERVICE_NOT_READY: "infrastructure";
    readonly SHARD_INVALID: "usage";
    readonly SMOKE_FAILED: "release";
    readonly SOURCE_DIRTY: "usage";
    readonly TOOL_FAILED: "infrastructure";
    readonly TOOL_MISSING: "usage";
    readonly WAIVER_EXPIRED: "findings";
};
/** One of the closed set of error codes. */
type ErrorCode = keyof typeof errorCodes;

/** What a check looks at. */
type Concern = 'lint' | 'typecheck' | 'test' | 'security' | 'migrations' | 'contract' | 'performance';
/** How a check ended; `error` means that it could not be decided (infrastructure), which is never a pass. */
type CheckState = 'passed' | 'failed' | 'error' | 'skipped';
/** One check of one path, language and matrix cell, as it ended. */
interface CheckOutcome {
    /** `test.backend.python-3.11`: concern, path (`/` as `-`), matrix cell. Unique in a run. */
    readonly id: string;
    readonly concern: Concern;
    /** Folder relative to hatchery.yaml. */
    readonly path: string;
    /** Components that share the path. */
    readonly components: readonly string[];
    /** `python-3.11`, `node-22`. */
    readonly cell: string;
    readonly state: CheckState;
    /** Why, in one line: `3 findings`, `2 of 40 tests failed`, `not affected`. */
    readonly summary: string;
    /** Why it is red when findings and failing tests do not say: the time limit, a crash, an unreadable report. */
    readonly code?: ErrorCode;
    /** `ruff`, `pytest`; `lint`, `typecheck` and `test` for a command from hatchery.yaml. */
    readonly tool?: string;
    /** `2/5` where the tests were split. */
    readonly shard?: string;
    /** Milliseconds since the epoch, as the container saw it; a cached run keeps its first time. */
    readonly startedAtMs?: number;
    readonly durationSeconds?: number;
    /** What counts against the check; with a gate, only what the gate does not accept. */
    readonly findings: readonly Finding[];
    /** What a waiver, the baseline or the severity gate lets pass. */
    readonly accepted?: readonly AcceptedFinding[];
    readonly tests?: TestReport;
    readonly coverage?: CoverageReport;
    /** Last part of what the tool printed. */
    readonly output: string;
    /** Command that shows the same on a laptop. */
    readonly reproduce: string;
}
/** One thing a tool found; `file` is relative to hatchery.yaml. */
interface Finding {
    readonly tool: string;
    readonly rule: string;
    readonly severity: 'critical' | 'high' | 'medium' | 'low' | 'error' | 'warning';
    readonly message: string;
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
}
/** A finding that does not fail the check, and why: `in the baseline`, `waived by ana until 2027-01-31: no fix yet`. */
interface AcceptedFinding {
    readonly finding: Finding;
    readonly why: string;
}
/** The tests of one run, read from JUnit XML. */
interface TestReport {
    readonly cases: readonly TestCase[];
}
interface TestCase {
    /** Stable name over runs: file, class, name. */
    readonly id: string;
    readonly name: string;
    /** Relative to hatchery.yaml. */
    readonly file?: string;
    readonly line?: number;
    readonly state: 'passed' | 'failed' | 'error' | 'skipped' | 'flaky';
    readonly durationSeconds: number;
    readonly message?: string;
    /** Stack or output, shortened. */
    readonly detail?: string;
    /** Every try in order, where the test was tried again. */
    readonly attempts?: readonly TestAttempt[];
    /** The quarantine entry that lets this failing test pass for now. */
    readonly quarantine?: {
        readonly owner: string;
        readonly reason: string;
        readonly expires: string;
    };
}
/** One try of a test. */
type TestAttempt = Pick<TestCase, 'state' | 'durationSeconds' | 'message' | 'detail' | 'line'>;
/** Line coverage of one run, read from lcov or Cobertura. */
interface CoverageReport {
    readonly files: readonly FileCoverage[];
}
interface FileCoverage {
    /** Relative to hatchery.yaml. */
    readonly file: string;
    /** Line number to times hit. */
    readonly hits: ReadonlyMap<number, number>;
}

/** What a folder holds, as far as checks depend on it. */
interface FolderFacts {
    /** Folder relative to hatchery.yaml. */
    readonly path: string;
    /** Folder of the lock file that installs `path`: itself, or the workspace root above it. */
    readonly installRoot: string;
    /** Names directly inside; folders end with `/`. */
    readonly entries: readonly string[];
    /** Texts of the manifests among them: package.json, requirements*.txt, pyproject.toml. */
    readonly manifests: Readonly<Record<string, string>>;
}
/** One container that runs the tools of one concern for one folder and matrix cell. */
interface CheckSpec {
    readonly concern: Concern;
    readonly path: string;
    readonly components: readonly string[];
    readonly language: Language;
    /** `python-3.11`, `node-24`. */
    readonly cell: string;
    readonly image: string;
    /** What is copied into the container at its own place, each relative to hatchery.yaml. */
    readonly sources: readonly SourceFolder[];
    readonly install: Install;
    readonly steps: readonly ToolStep[];
    /** Names of the services that must be ready. */
    readonly services: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    /** Bound on each step. */
    readonly timeoutSeconds: number;
}
/** A folder, or with `include` some files of it, that a check reads. */
interface SourceFolder {
    readonly path: string;
    readonly include: readonly string[];
    readonly exclude: readonly string[];
}
/** How dependencies come into the container: from these files alone, so that code changes do not repeat it. */
interface Install {
    /** Folder that the commands run in, relative to hatchery.yaml. */
    readonly root: string;
    /** Globs relative to `root`. */
    readonly files: readonly string[];
    /** Shell lines. */
    readonly commands: readonly string[];
    readonly cache: {
        readonly volume: string;
        readonly path: string;
    };
}
/** One tool run; it leaves its report files under /out. */
interface ToolStep {
    /** Names the outcome: `lint.backend.ruff`. */
    readonly tool: string;
    /** Shell line; `$OUT` is /out. */
    readonly command: string;
}

/** Folders that checks look at, each once, with the components that share it. */
interface CheckFolder {
    readonly path: string;
    readonly language: Language;
    readonly components: readonly Component[];
}
/** Group components by path and language: checks run once for each group, however many components share it. */
declare function checkFolders(components: readonly Component[]): readonly CheckFolder[];
/**
 * Assemble what runs for one concern in one folder: tests on every version of the matrix, the rest on the newest.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder's manifests name no tool for the concern.
 */
declare function assembleChecks(options: {
    concern: Concern;
    folder: CheckFolder;
    facts: FolderFacts;
    config: Pick<Config, 'matrix' | 'components'>;
}): readonly CheckSpec[];

/** What a failure says besides its code: where it was seen, what to do, how to see it again. */
interface ErrorFacts {
    /** The thing and what is wrong with it, one sentence without a final full stop. */
    readonly what: string;
    /** File, component, service or function: `hatchery.yaml:3:5`, `component api`. */
    readonly where?: string;
    /** What the reader does now, as an imperative sentence. */
    readonly next: string;
    /** The command that shows the same failure on a laptop. */
    readonly reproduce?: string;
    /** Lines under the message: findings, log tail, candidates. Never a secret. */
    readonly details?: readonly string[];
    readonly cause?: unknown;
}
/** The only error that Hatchery throws on purpose. */
declare class HatcheryError extends Error {
    readonly code: ErrorCode;
    readonly facts: ErrorFacts;
    constructor(code: ErrorCode, facts: ErrorFacts);
    get kind(): FailureKind;
}

/** Make the outcomes of a check whose container failed before its tools could end: undecided, never a pass. */
declare function brokenOutcomes(spec: CheckSpec, failure: {
    error: HatcheryError;
    reproduce: string;
}): readonly CheckOutcome[];

/**
 * Write the shell script that installs dependencies: each command up to three times, five minutes each.
 *
 * Package registries drop connections; an install that hangs or breaks for that must not make a check red.
 */
declare function installScript(commands: readonly string[]): string;

/** The concerns that `checks` and `reports` cover. */
declare const allConcerns: readonly Concern[];

/** Name one tool of one check: `lint.backend.ruff`, `test.services-migrator.pytest.python-3.11`. */
declare function checkId(spec: Pick<CheckSpec, 'concern' | 'path' | 'cell'>, tool: string): string;

/** How one tool ended in its container, and what it left behind. */
interface ToolRun {
    readonly id: string;
    readonly concern: Concern;
    /** Folder relative to hatchery.yaml. */
    readonly path: string;
    readonly components: readonly string[];
    readonly cell: string;
    readonly shard?: string;
    /** `eslint`, `ruff`, `black`, `mypy`, `tsc`, `vitest`, `pytest`; anything else is a command that hatchery.yaml gives. */
    readonly tool: string;
    /** 124 means that the time limit was reached, 128 + N that signal N ended it. */
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
    readonly files: ReportFiles;
    readonly startedAtMs?: number;
    readonly durationSeconds?: number;
    readonly timeLimitSeconds?: number;
    readonly reproduce: string;
    /** Defaults to the folder that stands for hatchery.yaml's in every check container. */
    readonly root?: string;
    /** Files of the source, relative to hatchery.yaml. */
    readonly known?: ReadonlySet<string>;
}
/** Names of the reports below the container's report folder, by kind. */
declare const reportFileNames: {
    readonly junit: "junit.xml";
    readonly lcov: "lcov.info";
    readonly cobertura: "cobertura.xml";
    readonly eslint: "eslint.json";
    readonly ruff: "ruff.json";
    readonly sarif: "results.sarif";
};
type ReportKind = keyof typeof reportFileNames;
/** The text of each report that is there; one too large to fetch comes as its size. */
type ReportFiles = Partial<Readonly<Record<ReportKind, string | {
    readonly sizeBytes: number;
}>>>;

/**
 * Decide how a check ended from its tool's exit code and reports.
 *
 * Exit code 0 and a readable report pass. Findings or failing tests fail, whatever the exit code. What cannot be decided
 * (crash, signal, unreadable report) is an `error` with its code and the end of the output, never a pass.
 */
declare function decideOutcome(run: ToolRun): CheckOutcome;

/** Largest report that is read. A report of that size is a runaway tool, and reading it would take the engine's memory. */
declare const maxReportBytes: number;

/** How this call reached Hatchery: what a person types before a function's name. */
interface Door {
    /** `dagger call hatchery`, `dagger -m … call`, `dagger call`. */
    readonly call: string;
    /** Commit of the application, where git tells and nothing differs from it. */
    readonly sha?: string;
}
/**
 * Say how this repository calls Hatchery.
 *
 * @param daggerJson Text of the caller's nearest dagger.json; `{}` where there is none.
 */
declare function callPrefix(daggerJson: string): string;
/** Write the line that runs one check again, alone, on a laptop. */
declare function reproduceLine(door: Door, spec: Pick<CheckSpec, 'concern' | 'components' | 'cell'>): string;

/**
 * Write the shell script of a check: every tool runs to its end, whatever the others did.
 *
 * Each tool leaves `<tool>.{stdout,stderr,exit,started,seconds}` under /out, so that a red tool still gives a report
 * and one cached container answers both `checks` and `reports`. Exit code 124 means that the time limit was reached.
 */
declare function runScript(spec: Pick<CheckSpec, 'steps' | 'timeoutSeconds'>): string;

/** Everything that decides how one component's image is built. */
interface BuildSpec {
    readonly component: string;
    /** Build context relative to hatchery.yaml. */
    readonly context: string;
    /** Relative to the context. */
    readonly dockerfile: string;
    readonly target?: string;
    readonly args: Readonly<Record<string, string>>;
    readonly platforms: readonly string[];
}
/**
 * Say how the images of some components, or of all, are built.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN`, `IMAGE_MISSING` when a named component has none.
 */
declare function buildSpecs(config: Config, component?: string): readonly BuildSpec[];

/** Components that a running one reaches by name and port, read from its environment: `http://api:8000`. */
declare function needs(component: Component, all: readonly Component[]): readonly Component[];

/**
 * Say which OCI labels an image carries.
 *
 * The revision is not among them: it would give the same content another digest with every commit. It goes to the
 * index annotation and into the task definition. `created` is the time of the last commit of the content.
 *
 * @see OCI image specification, pre-defined annotation keys
 */
declare function imageLabels(facts: {
    source?: string;
    createdAt?: string;
    title: string;
}): Readonly<Record<string, string>>;

/** Where the images of a project go: host and repository of each component. */
interface Destination {
    readonly host: string;
    repository(component: string): string;
}
/**
 * Say where images go.
 *
 * @param host What the ECR adapter found for this account and region; needed where the registry is ECR.
 * @throws {HatcheryError} `CREDENTIALS_MISSING` when the registry is ECR and no account is known.
 */
declare function destination(config: Pick<Config, 'registry' | 'project'>, host?: string): Destination;

/** What a publish left in the registry; the immutable hand-over to a release. */
interface Receipt {
    readonly project: string;
    readonly revision: string;
    readonly images: readonly PublishedImage[];
}
interface PublishedImage {
    readonly component: string;
    /** `registry/repository@sha256:…` of the index. */
    readonly reference: string;
    readonly digest: string;
    readonly tags: readonly string[];
    readonly platforms: readonly PublishedPlatform[];
}
interface PublishedPlatform {
    /** `linux/arm64` */
    readonly platform: string;
    readonly digest: string;
    /** Compressed size of config and layers. */
    readonly sizeBytes: number;
    readonly layers: number;
}
/** Write a receipt as JSON. */
declare const receiptJson: (receipt: Receipt) => string;

/** An image index or manifest as the registry keeps it: the exact bytes, so that its digest holds. */
interface StoredManifest {
    readonly digest: string;
    readonly mediaType: string;
    readonly body: string;
}
/** Credentials of a registry, where it asks for them. */
interface RegistryLogin {
    readonly username: string;
    readonly password: string;
}
interface RegistryOptions {
    /** `http://127.0.0.1:5000` */
    readonly endpoint: string;
    /** How messages name the registry. */
    readonly name: string;
    readonly login?: RegistryLogin;
    readonly fetch: typeof fetch;
}
/**
 * Talk to a registry about manifests only; layers go through the engine.
 *
 * @see OCI distribution specification, "Pulling manifests", "Pushing manifests"
 */
declare function registryClient(options: RegistryOptions): {
    /** Read a manifest by tag or digest; undefined where there is none. */
    manifest(repository: string, reference: string): Promise<StoredManifest | undefined>;
    /** Give a stored manifest one more tag; moves it where it exists. */
    tag(repository: string, tag: string, manifest: StoredManifest): Promise<void>;
};
type RegistryClient = ReturnType<typeof registryClient>;

interface PublishOptions {
    readonly project: string;
    readonly revision: string;
    /** Tag that follows the newest publish. */
    readonly movingTag: string;
    readonly specs: readonly BuildSpec[];
    readonly destination: Destination;
    readonly client: RegistryClient;
    /** Push the index of one component to an address and give back `address@sha256:…`. */
    readonly push: (spec: BuildSpec, address: string) => Promise<string>;
    readonly log: (line: string) => void;
    /** Milliseconds before the first retry; doubles each time. */
    readonly retryDelayMs: number;
}
/**
 * Publish a full set of images under one revision.
 *
 * The moving tag and the receipt come last, after every image is there: a set that lacks one is never called done, and
 * the same command again continues, since the registry keeps what was pushed.
 *
 * @throws {HatcheryError} `REGISTRY_*`, `PUBLISH_INCOMPLETE`, with the component's name.
 */
declare function publishSet(options: PublishOptions): Promise<Receipt>;

/**
 * Choose the tag that names a published set: the git SHA, or what the caller gave.
 *
 * @throws {HatcheryError} `REVISION_UNKNOWN` without either, `REVISION_INVALID` when it cannot be a tag,
 * `SOURCE_DIRTY` when the SHA would name files that differ from it.
 */
declare function revisionTag(facts: {
    given?: string;
    headSha?: string;
    changedPaths?: readonly string[];
}): string;

/** Lines of the new file, one-based, both ends included. */
interface LineRange {
    readonly start: number;
    readonly end: number;
}

/** New or changed lines by file, relative to hatchery.yaml. */
type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

/** What the gate needs of a component. */
interface CoveredComponent {
    readonly name: string;
    readonly path: string;
    readonly coverage: CoverageGate;
}
/**
 * Hold one component's coverage against its floor and the floor of changed lines.
 *
 * Coverage of every test run of the component counts together: shards and matrix cells add up.
 *
 * @param options.outcomes Test outcomes of this component.
 * @param options.changed Without it, changed lines are not looked at.
 */
declare function gateCoverage(options: {
    component: CoveredComponent;
    outcomes: readonly CheckOutcome[];
    changed?: ChangedLines;
}): CheckOutcome;

/** One thing that happened, as the log and the report show it. */
interface StepEvent {
    /** Milliseconds since the epoch. */
    readonly atMs: number;
    /** Dotted step name: `checks.test.backend.python-3.11`, `release.deploy.api`. */
    readonly step: string;
    readonly state: 'started' | 'progress' | 'passed' | 'failed' | 'skipped';
    /** One line for a person; never a secret. */
    readonly text?: string;
}

/** Everything that one run's reports are written from. */
interface RunReport {
    readonly project: string;
    /** What was called: `checks`, `release staging`. */
    readonly call: string;
    /** Git SHA; there is none for a source without history. */
    readonly revision?: string;
    /** What the run compares with, as the caller named it. */
    readonly base?: string;
    readonly startedAtMs: number;
    readonly finishedAtMs: number;
    readonly engineVersion?: string;
    readonly hatcheryVersion?: string;
    /** `laptop`, `GitHub Actions run 42`. */
    readonly runner?: string;
    /** Where the run can be looked at. */
    readonly url?: string;
    readonly events: readonly StepEvent[];
    readonly outcomes: readonly CheckOutcome[];
    /** Functions that the plan looked at, run or not. */
    readonly plan?: readonly PlannedFunction[];
    /** Stated fallbacks: timings of another branch, a base that was not there. */
    readonly notes?: readonly string[];
    readonly changed?: ChangedLines;
    /** Texts of changed files, relative to hatchery.yaml, to show uncovered lines in context. */
    readonly sources?: ReadonlyMap<string, string>;
    readonly receipt?: Receipt;
    readonly release?: ReleaseTimeline;
    /** What ended the run, where it was not a check. */
    readonly failure?: RunFailure;
}
/** One function or component as the plan decided it. */
interface PlannedFunction {
    readonly name: string;
    readonly run: boolean;
    readonly why: string;
}
interface RunFailure {
    readonly code: ErrorCode;
    readonly kind: FailureKind;
    readonly message: string;
}
/** A release as its journal tells it. */
interface ReleaseTimeline {
    readonly id: string;
    readonly stage: string;
    /** `AWS`, or `local stand-in`, which is never called AWS. */
    readonly target: string;
    readonly state: 'running' | 'succeeded' | 'rolled-back' | 'failed' | 'superseded' | 'stopped' | 'timed-out';
    /** One line: `rolled back by the circuit breaker: exit code 1 twice`. */
    readonly summary: string;
    readonly previousRevision?: string;
    readonly steps: readonly ReleaseStep[];
}
interface ReleaseStep {
    /** `migrate`, `deploy api`, `smoke`. */
    readonly name: string;
    readonly component?: string;
    readonly region?: string;
    readonly state: 'running' | 'passed' | 'failed' | 'rolled-back' | 'skipped';
    readonly startedAtMs?: number;
    readonly finishedAtMs?: number;
    readonly text?: string;
    /** Stop reasons, exit codes, last log lines. */
    readonly evidence?: readonly string[];
}

/**
 * Write every report of a run: file name to text.
 *
 * Coverage files are there only where something was measured, since an empty one reads as an error to those who load it.
 */
declare function writeReports(report: RunReport): Readonly<Record<string, string>>;

/**
 * Throw when a check is red.
 *
 * @throws {HatcheryError} `CHECKS_FAILED` when something was found; `CHECKS_UNDECIDED` when red is only what could not be decided.
 */
declare function throwRed(outcomes: readonly CheckOutcome[]): void;
/** Say in one line each how checks ended. */
declare function describeOutcomes(outcomes: readonly CheckOutcome[]): string;

/** What is known of a failure inside the container engine. */
interface EngineFailure {
    readonly message: string;
    readonly command?: string;
    readonly exitCode?: number;
    /** What the command printed. */
    readonly output?: string;
}
/**
 * Turn a failure of the container engine into one of our errors; ours pass as they are.
 *
 * The engine gives text only, so its text is read; what no rule knows is ENGINE_FAILED with that text.
 */
declare function engineError(failure: EngineFailure, original: unknown): HatcheryError;

/**
 * Render a failure as the one message that a person reads.
 *
 * `[CODE] where: what`, then details, `Next: …` and, where there is one, `Reproduce: …` as the last line.
 */
declare function renderError(error: unknown): string;

export { HatcheryError, allConcerns, assembleChecks, brokenOutcomes, buildSpecs, callPrefix, checkFolders, checkId, decideOutcome, describeOutcomes, destination, engineError, gateCoverage, imageLabels, installScript, maxReportBytes, needs, parseConfig, publishSet, receiptJson, registryClient, renderError, reportFileNames, reproduceLine, revisionTag, runScript, selectComponents, throwRed, writeReports };
export type { BuildSpec, CheckFolder, CheckOutcome, CheckSpec, Component, Concern, Config, Destination, Door, EngineFailure, FolderFacts, Receipt, RegistryClient, ReportFiles, ReportKind, RunReport, Service, Stage };
