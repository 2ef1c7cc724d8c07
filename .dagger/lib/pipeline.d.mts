import * as z from 'zod';

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
/** What looks at images for vulnerable packages. */
interface ImageScan {
    readonly scanner: 'trivy' | 'grype';
    /** The scanner's own image. */
    readonly image: string;
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
    /** Folder that the stage `local` keeps from one call to the next. */
    readonly data?: string;
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
        readonly imageScan?: ImageScan;
    };
    readonly quarantine: readonly Quarantine[];
    readonly performance: {
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

/**
 * Find a stage by name.
 *
 * @throws {HatcheryError} `STAGE_UNKNOWN` with the names that exist.
 */
declare function findStage(config: Pick<Config, 'stages'>, name: string): Stage;

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

interface SuggestSource {
    /** Every file, relative to the folder that hatchery.yaml will stand in. */
    readonly files: readonly string[];
    /** Texts of the files that {@link manifestsToRead} names. */
    readonly contents: Readonly<Record<string, string>>;
    /** Name of the folder, the project's name where no manifest has one. */
    readonly folderName: string;
}
/** The files whose text {@link suggestConfig} wants. */
declare function manifestsToRead(files: readonly string[]): string[];

/**
 * Write a first hatchery.yaml from what is found in an application, with comments on what to look at.
 *
 * @throws {HatcheryError} `APPLICATION_NOT_FOUND`
 */
declare function suggestConfig(source: SuggestSource): string;

/** What one run of git gave; text is UTF-8. */
interface GitResult {
    readonly exitCode: number;
    readonly stdout: string;
    readonly stderr: string;
}
/** Runs git in the folder of hatchery.yaml; a non-zero exit code is a result, not an error. */
interface Git {
    run(args: readonly string[]): Promise<GitResult>;
}

/** Lines of the new file, one-based, both ends included. */
interface LineRange {
    readonly start: number;
    readonly end: number;
}
interface ChangedLinesRequest {
    readonly git: Git;
    /** The merge base that {@link changedPaths} found. */
    readonly mergeBase: string;
    /** Commit to compare; without one the working tree, untracked files included. */
    readonly head?: string;
}
/**
 * Find the lines that were added or changed since the merge base, by file relative to hatchery.yaml.
 *
 * A renamed file counts only with the lines that changed in it. Binary and deleted files have none.
 *
 * @throws {HatcheryError} `HISTORY_UNREADABLE`
 */
declare function changedLines({ git, mergeBase, head }: ChangedLinesRequest): Promise<ReadonlyMap<string, readonly LineRange[]>>;

/** One path that differs; relative to hatchery.yaml, `/` between folders, any character but NUL. */
interface ChangedPath {
    readonly path: string;
    readonly change: 'added' | 'modified' | 'deleted' | 'untracked';
    /** A submodule stands there, before or after. */
    readonly submodule: boolean;
}

/** What changed since the base; `everything` when that cannot be known for certain. */
type Changed = {
    readonly kind: 'paths';
    /** As it was given. */
    readonly base: string;
    /** Commit that the paths are compared with. */
    readonly mergeBase: string;
    /** Sorted; relative to hatchery.yaml. */
    readonly paths: readonly ChangedPath[];
} | {
    readonly kind: 'everything';
    readonly why: string;
};
interface ChangeRequest {
    readonly git: Git;
    /** Branch, tag or commit. */
    readonly base: string;
    /** Commit to compare; without one the working tree, untracked files included. */
    readonly head?: string;
    /** On a push the base is what the branch was before: when it is no ancestor, history was rewritten. */
    readonly baseIsPrevious?: boolean;
}
/**
 * Find what changed since the merge base, or say why everything must count as changed.
 *
 * A rename is a deletion and an addition, so that both sides count. Only files below hatchery.yaml are listed.
 * What a branch changed and the working tree changed back is listed too: rather too much than too little.
 *
 * @throws {HatcheryError} `BASE_INVALID` when the base is no commit and not merely one that was not fetched.
 */
declare function changedPaths({ git, base, head, baseIsPrevious }: ChangeRequest): Promise<Changed>;

/** Everything that can make Hatchery run. */
declare const planEvents: readonly ["pull-request", "draft", "push-main", "hotfix", "schedule", "manual"];
type PlanEvent = (typeof planEvents)[number];
/** The functions that a plan decides about, in the order in which they run. */
declare const planFunctions: readonly ["lint", "typecheck", "test", "security", "migrations", "contract", "performance", "image", "publish", "sbom", "release"];
type PlanFunction = (typeof planFunctions)[number];
/** What will run for a change, what will not, and why. Plain data: it is its own JSON. */
interface RunPlan {
    readonly event: PlanEvent;
    /** As it was given; absent without one. */
    readonly base?: string;
    /** Commit that the source was compared with. */
    readonly mergeBase?: string;
    /** Number of changed files; absent when it is not known. */
    readonly changedFiles?: number;
    /** Why every component is covered, whatever changed; empty when the change decides. */
    readonly everything: readonly string[];
    readonly components: readonly ComponentPlan[];
    readonly functions: readonly FunctionPlan[];
    /** Changed files that affect nothing, each with the reason. */
    readonly harmless: readonly {
        readonly path: string;
        readonly why: string;
    }[];
}
interface ComponentPlan {
    readonly name: string;
    /** Folder relative to hatchery.yaml. */
    readonly path: string;
    readonly affected: boolean;
    /** Why it is affected, the first few of each kind; empty when it is not. */
    readonly reasons: readonly Reason[];
    /** Number of changed files that affect it by themselves. */
    readonly files: number;
}
/** Why a component is affected. */
type Reason = {
    readonly kind: 'file';
    readonly path: string;
    readonly because: string;
} | {
    readonly kind: 'component';
    readonly component: string;
    readonly because: string;
} | {
    readonly kind: 'everything';
    readonly because: string;
};
interface FunctionPlan {
    readonly name: PlanFunction;
    readonly run: boolean;
    readonly why: string;
    /** Components that it runs for; empty when it is skipped. */
    readonly components: readonly string[];
    /** Stage of a release. */
    readonly stage?: string;
}

/** What the files say about each other, besides hatchery.yaml. */
interface WorkspaceFacts {
    /** Every file, relative to hatchery.yaml. */
    readonly files: readonly string[];
    readonly imports: readonly Import[];
    /** Manifests that could not be read, with the reason: nobody knows who imports what. */
    readonly unreadable: readonly string[];
}
/** A folder is built from what lies in another one. */
interface Import {
    /** Folder that imports. */
    readonly from: string;
    /** Folder or file that is imported. */
    readonly to: string;
    /** File that says so. */
    readonly manifest: string;
}
/** A folder's files as far as they say what it imports. */
interface ManifestSource {
    readonly files: readonly string[];
    /** Text of a file, relative to hatchery.yaml. */
    readonly readText: (path: string) => Promise<string>;
}
/** Read from npm workspaces and Python path dependencies which folders are built from which. */
declare function readWorkspaceFacts({ files, readText }: ManifestSource): Promise<WorkspaceFacts>;

interface PlanRequest {
    readonly config: Config;
    /** What changed; without it there is no base and everything is covered. */
    readonly changed?: Changed | undefined;
    readonly event: PlanEvent;
    readonly workspaceFacts: WorkspaceFacts;
    /** Relative to its own folder; `hatchery.yaml` by default. */
    readonly configFile?: string;
}
/**
 * Decide what runs: every component affected or not, every function run or skipped, each with the reason.
 *
 * Pure. Whatever is not known for certain counts as changed.
 *
 * @throws {HatcheryError} `GLOB_MATCHES_NOTHING`
 */
declare function assemblePlan({ config, changed, event, workspaceFacts: facts, configFile }: PlanRequest): RunPlan;

/** On a push the base is what the branch was before; give this to {@link changedPaths} so that a force-push is noticed. */
declare function isBasePrevious(event: PlanEvent): boolean;
/**
 * Read the name of an event.
 *
 * @throws {HatcheryError} `EVENT_UNKNOWN`
 */
declare function parsePlanEvent(text: string): PlanEvent;

/** Render a plan for a person. */
declare function renderPlanText(plan: RunPlan): string;
/** Render a plan for machines: the plan itself as JSON. */
declare function planJson(plan: RunPlan): string;

/** New or changed lines by file, relative to hatchery.yaml. */
type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

/**
 * Narrow to one component, or keep all.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN` with the names that exist.
 */
declare function selectComponents(config: Pick<Config, 'components'>, name?: string): readonly Component[];

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
    readonly BASE_MISSING: "usage";
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
    readonly DEPLOYMENT_UNSETTLED: "release";
    readonly DOCUMENTATION_MISSING: "findings";
    readonly DRIFTED: "release";
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
    readonly NOTHING_TO_EXPLAIN: "usage";
    readonly NOT_ADOPTED: "usage";
    readonly NOT_AVAILABLE: "usage";
    readonly NO_TESTS_RUN: "findings";
    readonly PERFORMANCE_REGRESSED: "findings";
    readonly PREFLIGHT_FAILED: "release";
    readonly PUBLISH_INCOMPLETE: "infrastructure";
    readonly QUARANTINE_EXPIRED: "findings";
    readonly REGISTRY_REFUSED: "infrastructure";
    readonly REGISTRY_THROTTLED: "infrastructure";
    readonly REGISTRY_UNAUTHORIZED: "usage";
    readonly REGISTRY_UNREACHABLE: "infrastructure";
    readonly RELEASE_FAILED: "release";
    readonly RELEASE_LOCKED: "release";
    readonly RELEASE_LOCK_LOST: "release";
    readonly RELEASE_NOT_FOUND: "usage";
    readonly RELEASE_UNFINISHED: "release";
    readonly REPORT_UNREADABLE: "infrastructure";
    readonly REPOSITORY_MISSING: "usage";
    readonly REVISION_INVALID: "usage";
    readonly REVISION_NOT_PUBLISHED: "usage";
    readonly REVISION_UNKNOWN: "usage";
    readonly ROLLBACK_REFUSED: "release";
    readonly SCANNER_SKIPPED_PACKAGES: "infrastructure";
    readonly SCANNER_UNREACHABLE: "infrastructure";
    readonly SERVICE_NOT_READY: "infrastructure";
    readonly SHARD_INVALID: "usage";
    readonly SMOKE_FAILED: "release";
    readonly SOURCE_DIRTY: "usage";
    readonly STAGE_UNKNOWN: "usage";
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
 * Contract, migrations and benchmarks run only where a component has them, so that they may be nothing.
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
/** Give a failure the line that shows it again, where it has none yet. */
declare function reproducible(error: HatcheryError, line: string): HatcheryError;

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

/** A step as it ended, with the text of any file that it left under /out. */
interface StepRun {
    readonly run: ToolRun;
    readonly text: (name: string) => string | undefined;
}

/** Decide whether generated files are up to date; a command that fails is a failure with what it printed. */
declare function decideContract(step: StepRun, components: readonly Component[]): CheckOutcome;

/** A statement of the SQL of migrations. */
interface SqlStatement {
    readonly text: string;
    readonly revision: string | undefined;
}

/** How the SQL of migrations is read; the rules are those of a release. */
interface SqlRules {
    /** Steps of one revision's SQL that take away what running code may use. */
    readonly lint: (sql: string) => readonly {
        readonly id: string;
        readonly statement: string;
        readonly waivedBy?: string;
    }[];
    readonly statements: (sql: string) => readonly SqlStatement[];
}
/** What decides which findings fail. */
interface ExpandOptions {
    readonly rules: SqlRules;
    readonly waivers: readonly Waiver[];
    readonly nowMs: number;
    /** Revision files that the base does not have; without it every revision counts as new. */
    readonly newFiles?: ReadonlySet<string>;
}
/**
 * Decide whether new revisions only expand, and whether they can be run again when they are killed.
 *
 * Each revision is judged by itself: a table that an older one made is in use.
 * A waiver names a step, a revision, or a rule and its file.
 */
declare function decideExpand(step: StepRun, options: ExpandOptions): CheckOutcome;

/**
 * Decide whether the models agree with the migrated database, from what `alembic check` printed.
 *
 * Where env.py names no `target_metadata`, alembic cannot tell and the step is skipped.
 */
declare function decideSchema(step: StepRun): CheckOutcome;

/**
 * Decide whether an empty database comes to the one head, and whether a second upgrade changes nothing.
 *
 * A database that does not answer or is not empty decides nothing.
 */
declare function decideUpgrade(step: StepRun): CheckOutcome;

/** One container of `security`. */
interface SecuritySpec extends CheckSpec {
    /** It asks a feed, whose answer of an hour ago is not today's. */
    readonly asksFeed: boolean;
}
/** Folder and versions that a container is made for. */
interface Place {
    readonly folder: CheckFolder;
    readonly facts: FolderFacts;
    readonly config: Pick<Config, 'matrix'>;
    /** Advisories come from a file. */
    readonly offline: boolean;
}
/**
 * Say which scanners run for a folder: the audit of its packages and static analysis.
 *
 * With advisories from a file a Node folder needs no container for them: its lock file says all.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder has nothing to install from.
 */
declare function assembleSecurity(place: Place): readonly SecuritySpec[];
/** Say how secrets are looked for: in one folder, whatever its language. */
declare function assembleSecrets(path: string, components: readonly string[]): SecuritySpec;
/**
 * Say how semgrep looks at the whole application by the rules that are kept beside hatchery.yaml; without any it does not run.
 *
 * @param options.entries Names in the folder of hatchery.yaml; folders end with `/`.
 */
declare function assembleSemgrep(options: {
    entries: readonly string[];
    components: readonly string[];
    config: Pick<Config, 'matrix'>;
}): readonly SecuritySpec[];

/** Where the image lies inside the scanner's container: an archive that `docker load` would read. */
declare const imageArchive = "/image.tar";
/** Folder of a scanner's own copy of its feed. */
declare const scannerCache = "/hatchery-cache";
/** One component's image and the scanner that looks at it. */
interface ImageScanSpec {
    /** `security.api.trivy` */
    readonly id: string;
    readonly concern: 'security';
    readonly component: string;
    readonly components: readonly string[];
    readonly path: string;
    readonly cell: string;
    readonly tool: ImageScan['scanner'];
    /** The scanner's own image. */
    readonly scanner: string;
    /** What its entrypoint is called with; it needs no shell, since grype's image has none. */
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    /** File below /out that it writes. */
    readonly report: string;
    /** The Dockerfile relative to hatchery.yaml, where findings stand. */
    readonly dockerfile: string;
}
/** Say how the images of some components are scanned; none is where hatchery.yaml names no scanner. */
declare function assembleImageScans(components: readonly Component[], config: Pick<Config, 'gates'>): readonly ImageScanSpec[];
/**
 * Decide how the scan of one image ended.
 *
 * A scanner that ends without its report knows nothing about the image: that is an `error`, never a pass and never a finding.
 */
declare function decideImageScan(step: StepRun, spec: ImageScanSpec): CheckOutcome;
/** Make the error of a scanner whose image or feed cannot be reached: nothing is known about the component's image then. */
declare function scannerUnreachable(spec: Pick<ImageScanSpec, 'component' | 'tool' | 'scanner'>, what: string): HatcheryError;
/** Make the outcome of a scan that did not get as far as a scanner's answer. */
declare function brokenImageScan(spec: ImageScanSpec, failure: {
    error: HatcheryError;
    reproduce: string;
}): CheckOutcome;

declare const schema: z.ZodObject<{
    id: z.ZodString;
    aliases: z.ZodOptional<z.ZodArray<z.ZodString>>;
    summary: z.ZodOptional<z.ZodString>;
    details: z.ZodOptional<z.ZodString>;
    withdrawn: z.ZodOptional<z.ZodString>;
    severity: z.ZodOptional<z.ZodArray<z.ZodObject<{
        type: z.ZodString;
        score: z.ZodString;
    }, z.core.$strip>>>;
    affected: z.ZodOptional<z.ZodArray<z.ZodObject<{
        package: z.ZodOptional<z.ZodObject<{
            ecosystem: z.ZodString;
            name: z.ZodString;
        }, z.core.$strip>>;
        ranges: z.ZodOptional<z.ZodArray<z.ZodObject<{
            type: z.ZodString;
            events: z.ZodArray<z.ZodObject<{
                introduced: z.ZodOptional<z.ZodString>;
                fixed: z.ZodOptional<z.ZodString>;
                last_affected: z.ZodOptional<z.ZodString>;
                limit: z.ZodOptional<z.ZodString>;
            }, z.core.$strip>>;
        }, z.core.$strip>>>;
        versions: z.ZodOptional<z.ZodArray<z.ZodString>>;
        database_specific: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
    }, z.core.$strip>>>;
    database_specific: z.ZodOptional<z.ZodRecord<z.ZodString, z.ZodUnknown>>;
}, z.core.$strip>;
/** One advisory in OSV's format. */
type Advisory = z.infer<typeof schema>;
/**
 * Read advisories: each text is one of OSV's entries, or a list of them.
 *
 * @param texts File name to text.
 * @throws {HatcheryError} `REPORT_UNREADABLE`, also when there is no advisory at all: a pass against nothing says nothing.
 * @see Open Source Vulnerability format, ossf.github.io/osv-schema
 */
declare function parseAdvisories(texts: Readonly<Record<string, string>>): readonly Advisory[];

/** What readers of scanners need beside what the scanners left. */
interface SecurityContext {
    readonly manifests: Readonly<Record<string, string>>;
    /** The lock file of a Node folder: path relative to hatchery.yaml, and text. */
    readonly lock?: {
        readonly file: string;
        readonly text: string;
    };
    /** Advisories from a file, where hatchery.yaml names one. */
    readonly advisories?: readonly Advisory[];
}
/**
 * Decide how one scanner ended.
 *
 * A feed that did not answer and a package or file that was skipped are an `error`, never a pass and never a finding.
 */
declare function decideScanner(step: StepRun, context: SecurityContext): CheckOutcome;
/** Match a Node folder's lock file with advisories from a file; no container is needed. */
declare function adviseLock(base: Pick<CheckOutcome, 'id' | 'path' | 'components' | 'cell' | 'reproduce'>, context: SecurityContext): CheckOutcome;

/** Findings that were there before: fingerprint to how often. */
type Baseline = ReadonlyMap<string, number>;
/** What the scanners said about the base: nothing is compared, it is not known, or how each ended there. */
type BaseScan = {
    readonly kind: 'none';
} | {
    readonly kind: 'unknown';
    readonly why: string;
} | {
    readonly kind: 'scanned';
    readonly outcomes: readonly CheckOutcome[];
};

/** What a run lets pass, and what not. */
interface FindingsGate {
    /** Severities that fail; `error` of a tool counts as high, `warning` as medium. */
    readonly failOn: readonly Severity[];
    readonly waivers: readonly Waiver[];
    /** Findings known from the base; without it every finding is new. */
    readonly baseline?: Baseline;
    readonly nowMs: number;
}
/** Apply a gate with what the base already had; where that is not known, the summary says that every finding counts as new. */
declare function gateAgainstBase(outcome: CheckOutcome, gate: Omit<FindingsGate, 'baseline'> & {
    readonly base: BaseScan;
}): CheckOutcome;
/** Fail a run for its expired waivers, naming their owners; `undefined` when there is none. */
declare function gateWaivers(options: {
    waivers: readonly Waiver[];
    nowMs: number;
    reproduce: string;
}): CheckOutcome | undefined;

/**
 * Decide how a check ended from its tool's exit code and reports.
 *
 * Exit code 0 and a readable report pass. Findings or failing tests fail, whatever the exit code. What cannot be decided
 * (crash, signal, unreadable report) is an `error` with its code and the end of the output, never a pass.
 */
declare function decideOutcome(run: ToolRun): CheckOutcome;

/**
 * Say which test files are worth another try: those with failing tests.
 *
 * @returns Files relative to hatchery.yaml; none when the check passed, or when something else than tests made it red.
 */
declare function filesToRetry(outcome: CheckOutcome): string[];

/** Fail a run for its expired quarantine entries, naming their owners; `undefined` when there is none. */
declare function gateQuarantine(options: {
    quarantine: readonly Quarantine[];
    nowMs: number;
    reproduce: string;
}): CheckOutcome | undefined;

/**
 * Decide a test check over its tries and the quarantine list.
 *
 * A failure that no test explains (a crash, the time limit, no test at all) stays what it is.
 *
 * @param attempts Outcomes of one check in order, at least one.
 */
declare function settleAttempts(attempts: readonly [CheckOutcome, ...CheckOutcome[]], options: {
    quarantine: readonly Quarantine[];
    nowMs: number;
}): CheckOutcome;

/** Which components are measured, or why none is. */
type Chosen = {
    readonly kind: 'some';
    readonly components: readonly Component[];
} | {
    readonly kind: 'none';
    readonly why: string;
};
/**
 * Choose whose benchmarks are compared: one component by name, changed or not, else those that the plan selects.
 *
 * @throws {HatcheryError} `NOTHING_TO_CHECK` when the named component has no benchmark.
 */
declare function chooseBenchmarks(config: Pick<Config, 'components'>, options: {
    component?: string;
    plan: RunPlan;
}): Chosen;
/**
 * Give the base that a comparison needs.
 *
 * @param why Why it is not there although it was named.
 * @throws {HatcheryError} `BASE_MISSING`
 */
declare function assertBase<T>(base: T | undefined, why?: string): T;

/** One measured value. */
interface Benchmark {
    readonly name: string;
    readonly value: number;
    readonly unit: string;
    readonly better: 'smaller' | 'larger';
}

/** One run of a benchmark command: how it ended, and what it measured where it passed. */
interface Round {
    readonly outcome: CheckOutcome;
    readonly benchmarks: readonly Benchmark[];
}
/**
 * Read what one run of a benchmark command left: `$OUT/benchmark.json`, else what it printed.
 *
 * Lines before the JSON, such as those that npm prints, are passed over.
 */
declare function readRound({ run, text }: StepRun): Round;

/** What the base measured, or why there is nothing to compare with. */
type BaseRounds = {
    readonly kind: 'measured';
    readonly rounds: readonly Round[];
} | {
    readonly kind: 'nothing';
    readonly why: string;
};
/**
 * Decide one benchmark command from its rounds on both sides.
 *
 * A round of the head that is red decides by itself. The base's own command that fails leaves nothing to compare with, since no change
 * could ever mend it otherwise; one that something else ended (time limit, signal) is undecided.
 */
declare function decidePerformance(options: {
    base: BaseRounds;
    head: readonly Round[];
    noisePercent: number;
}): CheckOutcome;

/** Name a benchmark by its first component: two commands may share a folder. */
declare const benchmarkId: (components: readonly string[]) => string;
/** Split folders by benchmark: components that share folder and command are measured once, others in containers of their own. */
declare function benchmarkFolders(folders: readonly CheckFolder[]): readonly CheckFolder[];

/** One part of a run that is split over several machines; counted from 1. */
interface Shard {
    readonly index: number;
    readonly count: number;
}
/**
 * Read `2/5`.
 *
 * @throws {HatcheryError} `SHARD_INVALID` for anything that names no shard, `6/5` too.
 */
declare function parseShard(text: string): Shard;

/** Test tools whose files can be listed and chosen. */
type ShardedTool = 'vitest' | 'pytest';

/** Turn a test check into one that only lists its test files, under /out. */
declare function listingSpec(spec: CheckSpec): CheckSpec;
/**
 * Narrow a test check to one shard of its files.
 *
 * @param options.listing Text that {@link listingSpec} left as tests.list.
 * @param options.seconds Recorded duration by file, relative to hatchery.yaml.
 * @returns `undefined` when no file falls to the shard.
 */
declare function shardSpec(spec: CheckSpec, options: {
    listing: string;
    shard: Shard;
    seconds?: Readonly<Record<string, number>>;
}): CheckSpec | undefined;
/** Narrow a test check to some of its files, relative to hatchery.yaml; `undefined` when there is none. */
declare function narrowToFiles(spec: CheckSpec, options: {
    files: readonly string[];
    all: readonly string[];
}): CheckSpec | undefined;
/** Tell whether a check's tests can be split and retried by file. */
declare function isSharded(step: ToolStep): step is ToolStep & {
    tool: ShardedTool;
};
/** List the files that a run's test cases came from. */
declare function testFiles(outcome: Pick<CheckOutcome, 'tests'>): readonly string[];

/** How long each test file took when it was last recorded. */
interface Timings {
    readonly project: string;
    readonly branch: string;
    readonly revision?: string;
    /** Test file, relative to hatchery.yaml, to seconds. */
    readonly seconds: Readonly<Record<string, number>>;
}
/** Timings that can be used, and what to say about them; without `timings` every test counts the same. */
interface UsableTimings {
    readonly timings?: Timings;
    /** One line for the log and the report: where the timings are from, or why there are none. */
    readonly note: string;
}
/**
 * Add up recorded JUnit into seconds a file; of several runs (matrix cells, shards) the slowest counts.
 */
declare function recordTimings(reports: readonly TestReport[], about: {
    project: string;
    branch: string;
    revision?: string;
}): Timings;
/** Write timings as JSON, in a fixed order. */
declare function renderTimings(timings: Timings): string;
/**
 * Read recorded timings and say whether they fit: those of another project are not used, those of another branch are, and it is said.
 *
 * A file without any is as good as none. One that cannot be read is no error, since every test still runs: the split is then by count, and the note says why.
 */
declare function readTimings(text: string | undefined, about: {
    project: string;
    branch?: string;
}): UsableTimings;

/** Say which checks are left out for want of a language, whose container would run them: skipped, and never in silence. */
declare function leftOut(components: readonly Component[], options: {
    concerns: readonly Concern[];
    call: string;
}): readonly CheckOutcome[];

/** Largest report that is read. A report of that size is a runaway tool, and reading it would take the engine's memory. */
declare const maxReportBytes: number;
/**
 * Refuse a report by its size alone, so that a caller need not fetch its contents.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE`
 */
declare function assertReportSize(sizeBytes: number, file: string): void;

/** How this call reached Hatchery: what a person types before a function's name. */
interface Door {
    /** `dagger call hatchery`, `dagger -m … call`, `dagger call`, with where to stand and which file to read. */
    readonly call: string;
    /** Commit of the application, where git tells and nothing differs from it. */
    readonly sha?: string;
    /** Commit that this run compares with: every clone has it, a branch of that name perhaps not. */
    readonly base?: string | undefined;
    /** Options that a test run had besides, such as ` --shard 2/5`. */
    readonly options?: string;
}
/**
 * Say how this repository calls Hatchery.
 *
 * @param facts.daggerJson Text of the caller's nearest dagger.json; `{}` where there is none.
 * @param facts.stand Folder to stand in, below the top of the repository; empty for the top, or where nothing is known.
 * @param facts.config Name of the configuration file.
 * @param facts.source Whether the application was given as --source.
 */
declare function callPrefix(facts: {
    daggerJson: string;
    stand?: string;
    config?: string;
    source?: boolean;
}): string;
/** Write the line that calls a function again: its words, each quoted for a shell where it must be. */
declare function againLine(door: Pick<Door, 'call' | 'base'>, words: readonly string[]): string;
/** Write the line that runs one check again, alone, on a laptop. */
declare function reproduceLine(door: Door, spec: Pick<CheckSpec, 'concern' | 'components' | 'cell'>): string;
/** Write the line that measures a component's coverage again: every cell counts, and with a base its changed lines too. */
declare function coverageLine(door: Door, component: string): string;

/**
 * Write the shell script of a check: every tool runs to its end, whatever the others did.
 *
 * Each tool leaves `<tool>.{stdout,stderr,exit,started,seconds}` under /out, so that a red tool still gives a report
 * and one cached container answers both `checks` and `reports`. Exit code 124 means that the time limit was reached.
 */
declare function runScript(spec: Pick<CheckSpec, 'steps' | 'timeoutSeconds'>): string;

/** Say how the smoke suite runs: in its component's test container of the newest version, without services. */
declare function assembleSuite(options: {
    config: Pick<Config, 'components' | 'matrix'>;
    component: string;
    command: string;
    facts: FolderFacts;
}): CheckSpec;

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

/** A step that takes away what running code may still use. */
interface DestructiveStep {
    /** `drop-column:users.email`; what a waiver names. */
    readonly id: string;
    readonly revision?: string;
    readonly statement: string;
    /** The waiver that holds, if one does. */
    readonly waivedBy?: string;
}
interface MigrationLint {
    readonly steps: readonly DestructiveStep[];
    readonly unwaived: readonly DestructiveStep[];
    /** New revisions in order; the last is the head. */
    readonly revisions: readonly string[];
}
/**
 * Find destructive steps in the SQL of new revisions.
 *
 * Tables that the same SQL creates are free to change. A waiver names a step (`drop-column:users.email`) or a revision.
 *
 * @param sql What `alembic upgrade FROM:head --sql` writes; see {@link parseMigrationSql}.
 */
declare function lintMigrationSql(sql: string, options: {
    readonly waivers: readonly Waiver[];
    readonly nowMs: number;
}): MigrationLint;

/** One SQL statement of a migration, with the revision whose upgrade it belongs to. */
interface Statement {
    /** Without comments, white space as single spaces. */
    readonly text: string;
    /** Undefined before the first `-- Running upgrade` line. */
    readonly revision: string | undefined;
}
/** What `alembic upgrade --sql` wrote. */
interface MigrationSql {
    readonly statements: readonly Statement[];
    /** In order; the last one is the head. */
    readonly revisions: readonly string[];
}
/** Split the text of `alembic upgrade FROM:TO --sql` into statements; strings, quoted names and dollar quotes stay whole. */
declare function parseMigrationSql(sql: string): MigrationSql;

/**
 * Name the images that a Dockerfile starts from, in its order; one that a build argument without a known value decides is left out.
 *
 * @param args Build arguments, which win over the Dockerfile's own defaults.
 * @see Dockerfile reference, "FROM", "Understand how ARG and FROM interact"
 */
declare function baseImages(dockerfile: string, args: Readonly<Record<string, string>>): readonly string[];

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

/** Where the libraries of a component are written down. */
type SbomSource = {
    readonly kind: 'node';
    readonly lock: string;
    readonly file: string; /** Folder of the component below the lock file's; '' is that folder. */
    readonly workspace: string;
} | {
    readonly kind: 'python';
    readonly inspect: string;
    readonly file: string;
    readonly runtimeRequirements: readonly string[];
};
/**
 * Write what a component is made of as CycloneDX 1.6 JSON.
 *
 * The same sources give the same text: it carries no time and no random serial number.
 *
 * @param about.version The application's revision, where it is known.
 * @throws {HatcheryError} `REPORT_UNREADABLE` when the lock file or pip's report cannot be read.
 * @see CycloneDX Specification Overview, cyclonedx.org
 */
declare function cycloneDx(source: SbomSource, about: {
    readonly project: string;
    readonly component: string;
    readonly version?: string;
}): string;

/** Where the packages of a component are read from. */
type SbomPlan = {
    readonly kind: 'node';
    readonly file: string;
    readonly workspace: string;
} | {
    readonly kind: 'python';
    readonly spec: CheckSpec;
    readonly runtimeRequirements: readonly string[];
};
/**
 * Say where the packages of a component are read from: the lock file, or what pip installed into its check container.
 *
 * @throws {HatcheryError} `TOOL_MISSING` when the folder has nothing to install from.
 */
declare function assembleSbom(options: {
    readonly component: Component;
    readonly facts: FolderFacts;
    readonly config: Pick<Config, 'matrix'>;
}): SbomPlan;

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
    /** As a function where a login ends before the work may. */
    readonly login?: RegistryLogin | (() => Promise<RegistryLogin | undefined>) | undefined;
    readonly fetch: typeof fetch;
}

/** An image index or manifest as the registry keeps it: the exact bytes, so that its digest holds. */
interface StoredManifest {
    readonly digest: string;
    readonly mediaType: string;
    readonly body: string;
}
/** How a manifest or index names content. */
interface Descriptor {
    readonly mediaType: string;
    readonly digest: string;
    readonly size: number;
    readonly artifactType?: string;
    readonly annotations?: Readonly<Record<string, string>>;
}
/**
 * Talk to a registry about manifests and small blobs; layers of images go through the engine.
 *
 * @see OCI distribution specification 1.1, "Pull", "Push", "Listing Referrers"
 */
declare function registryClient(options: RegistryOptions): {
    /** Read a manifest by tag or digest; undefined where there is none. */
    manifest(repository: string, reference: string): Promise<StoredManifest | undefined>;
    /** Give a stored manifest one more tag; moves it where it exists. */
    tag(repository: string, tag: string, manifest: StoredManifest): Promise<void>;
    /** Store a manifest under its digest or a tag; true where the registry lists it with its subject by itself. */
    putManifest(repository: string, reference: string, manifest: StoredManifest): Promise<boolean>;
    /** Read a small blob; undefined where there is none. */
    blob(repository: string, digest: string): Promise<string | undefined>;
    /** Store a small blob, unless it is there. */
    pushBlob(repository: string, content: string): Promise<void>;
    /** List what refers to a manifest; undefined where the registry has no such list. */
    referrers(repository: string, digest: string): Promise<readonly Descriptor[] | undefined>;
    /** Begin an upload and give it up again: the status says whether, and why not, a push can succeed now. */
    uploadStatus(repository: string): Promise<number>;
};
type RegistryClient = ReturnType<typeof registryClient>;

/** A document to keep in a registry, with an image or under a tag of its own. */
interface Artifact {
    /** What it is: `application/vnd.cyclonedx+json`. */
    readonly artifactType: string;
    /** Name of the file that other tools write when they fetch it. */
    readonly fileName: string;
    readonly content: string;
    readonly annotations?: Readonly<Record<string, string>>;
}

/** What a build is made from and by, as far as it is known. */
interface BuildFacts {
    readonly spec: BuildSpec;
    /** `registry.example.com/shop/api`, and the digest of what was published. */
    readonly image: {
        readonly name: string;
        readonly digest: string;
    };
    readonly source: {
        /** Web address of the repository. */
        readonly remote?: string;
        /** The last commit that touched the build context. */
        readonly commit?: string;
        /** Files differ from that commit. */
        readonly isChanged: boolean;
    };
    /** Images that the Dockerfile starts from. */
    readonly bases: readonly string[];
    /** Address of the job that builds. */
    readonly builder?: string;
}

/** What is published with an image, and what could not be told about it. */
interface Belongings {
    readonly artifacts: readonly Artifact[];
    /** One sentence each: `no SBOM: component web has no language`. */
    readonly notes: readonly string[];
}
/**
 * Gather what belongs to an image: where it comes from, and what it is made of.
 *
 * @param sbom CycloneDX JSON, or why there is none.
 */
declare function belongings(facts: BuildFacts, sbom: {
    readonly content: string;
} | {
    readonly missing: string;
}): Belongings;

/** Where the images of a project go: host and repository of each component. */
interface Destination {
    readonly host: string;
    /** Where the registry is ECR, whose repositories must be there before a push. */
    readonly ecrRegion?: string;
    repository(component: string): string;
}
/**
 * Say where images go.
 *
 * @param host What the ECR adapter found for this account and region; needed where the registry is ECR.
 * @throws {HatcheryError} `CREDENTIALS_MISSING` when the registry is ECR and no account is known.
 */
declare function destination(config: Pick<Config, 'registry' | 'stages'>, host?: string): Destination;

/** What the stages need of one AWS region. Times are milliseconds since the epoch; every call throws `AWS_*` codes. */
interface AwsPorts {
    readonly region: string;
    readonly ecs: EcsPort;
    readonly lambda: LambdaPort;
    readonly ecr: EcrPort;
    readonly elb: ElbPort;
    readonly logs: LogsPort;
    readonly state: StatePort;
    readonly sts: StsPort;
    readonly secrets: SecretsPort;
    readonly iam: IamPort;
}
/** A task definition as ECS tells it; members that Hatchery does not know are kept as they came. */
interface TaskDefinition {
    readonly taskDefinitionArn?: string;
    readonly family: string;
    readonly containerDefinitions: readonly ContainerDefinition[];
    readonly [member: string]: unknown;
}
interface ContainerDefinition {
    readonly name: string;
    readonly image: string;
    readonly essential?: boolean;
    readonly environment?: readonly {
        readonly name: string;
        readonly value: string;
    }[];
    readonly secrets?: readonly {
        readonly name: string;
        readonly valueFrom: string;
    }[];
    readonly dockerLabels?: Readonly<Record<string, string>>;
    readonly logConfiguration?: {
        readonly logDriver: string;
        readonly options?: Readonly<Record<string, string>>;
    };
    readonly stopTimeout?: number;
    readonly [member: string]: unknown;
}
interface Tag {
    readonly key: string;
    readonly value: string;
}
interface EcsService {
    readonly name: string;
    readonly arn: string;
    readonly status: string;
    readonly taskDefinition: string;
    readonly desiredCount: number;
    readonly runningCount: number;
    /** PRIMARY first. */
    readonly deployments: readonly Deployment[];
    readonly events: readonly {
        readonly id: string;
        readonly atMs: number;
        readonly message: string;
    }[];
    readonly targetGroups: readonly string[];
    /** `ECS`, `CODE_DEPLOY` or `EXTERNAL`. */
    readonly controller: string;
    /** `ROLLING`, `BLUE_GREEN`, `LINEAR` or `CANARY`, as the service is set up in AWS. */
    readonly strategy: string;
    readonly breaker: {
        readonly enable: boolean;
        readonly rollback: boolean;
    };
    readonly healthCheckGraceSeconds?: number | undefined;
    readonly currentServiceDeployment?: string | undefined;
    /** What a one-off task of the same kind needs to start: network, launch type, capacity providers; passed on unread. */
    readonly placement: Readonly<Record<string, unknown>>;
}
interface Deployment {
    /** `ecs-svc/<digits>` */
    readonly id: string;
    readonly status: string;
    readonly taskDefinition: string;
    readonly rolloutState?: string | undefined;
    readonly rolloutStateReason?: string | undefined;
    readonly failedTasks: number;
    readonly runningCount: number;
    readonly desiredCount: number;
    readonly createdAtMs: number;
}
interface ServiceDeployment {
    readonly arn: string;
    readonly status: string;
    readonly statusReason?: string | undefined;
    readonly targetRevision?: string | undefined;
    readonly rollbackReason?: string | undefined;
    /** `TRIGGERED` once the circuit breaker has. */
    readonly breakerStatus?: string | undefined;
    readonly triggeredAlarms: readonly string[];
    readonly createdAtMs: number;
}
interface Task {
    readonly arn: string;
    readonly taskDefinition: string;
    readonly lastStatus: string;
    readonly startedBy?: string | undefined;
    readonly stopCode?: string | undefined;
    readonly stoppedReason?: string | undefined;
    readonly healthStatus?: string | undefined;
    readonly createdAtMs: number;
    readonly startedAtMs?: number | undefined;
    readonly stoppedAtMs?: number | undefined;
    readonly containers: readonly TaskContainer[];
}
interface TaskContainer {
    readonly name: string;
    readonly exitCode?: number | undefined;
    readonly reason?: string | undefined;
    readonly healthStatus?: string | undefined;
}
interface RunTaskInput {
    readonly cluster: string;
    readonly taskDefinition: string;
    /** 36 characters at most. */
    readonly startedBy: string;
    /** Makes a repeated call give the same task. */
    readonly clientToken: string;
    readonly placement: Readonly<Record<string, unknown>>;
    readonly overrides?: Readonly<Record<string, unknown>>;
}
interface EcsPort {
    describeCluster(cluster: string): Promise<{
        readonly name: string;
        readonly status: string;
    } | undefined>;
    /** At most ten names; those that do not exist are left out. */
    describeServices(cluster: string, names: readonly string[]): Promise<readonly EcsService[]>;
    /** @param input `force` starts a deployment also when the task definition is the one that the service has. */
    updateService(input: {
        readonly cluster: string;
        readonly service: string;
        readonly taskDefinition: string;
        readonly force?: boolean;
    }): Promise<EcsService>;
    describeTaskDefinition(nameOrArn: string): Promise<{
        readonly definition: TaskDefinition;
        readonly tags: readonly Tag[];
    }>;
    /** @returns the ARN of the new revision. */
    registerTaskDefinition(definition: TaskDefinition, tags: readonly Tag[]): Promise<string>;
    listServiceDeployments(input: {
        readonly cluster: string;
        readonly service: string;
        readonly createdAfterMs: number;
    }): Promise<readonly string[]>;
    /** At most twenty ARNs. */
    describeServiceDeployments(arns: readonly string[]): Promise<readonly ServiceDeployment[]>;
    /** Revision ARN to task definition ARN; at most twenty. */
    describeServiceRevisions(arns: readonly string[]): Promise<Readonly<Record<string, string>>>;
    stopServiceDeployment(arn: string, stopType: 'ROLLBACK' | 'ABORT'): Promise<void>;
    listTasks(input: {
        readonly cluster: string;
        readonly service?: string;
        readonly startedBy?: string;
        readonly family?: string;
        readonly desiredStatus?: 'RUNNING' | 'STOPPED';
    }): Promise<readonly string[]>;
    /** Any number of ARNs, asked a hundred at a time. */
    describeTasks(cluster: string, arns: readonly string[]): Promise<readonly Task[]>;
    /** @returns the ARN of the task. */
    runTask(input: RunTaskInput): Promise<string>;
}
interface LambdaFunction {
    readonly name: string;
    readonly arn: string;
    readonly packageType: string;
    readonly state?: string | undefined;
    readonly lastUpdateStatus?: string | undefined;
    readonly lastUpdateStatusReason?: string | undefined;
    readonly timeoutSeconds: number;
    readonly architecture: string;
    readonly imageUri?: string | undefined;
}
interface Invocation {
    readonly statusCode: number;
    /** `Handled` or `Unhandled` when the function threw; HTTP says 200 all the same. */
    readonly functionError?: string | undefined;
    readonly payload: string;
    readonly logTail: string;
}
interface LambdaPort {
    /** Every function of the region, all pages. */
    listFunctions(): Promise<readonly {
        readonly name: string;
        readonly arn: string;
    }[]>;
    listTags(arn: string): Promise<Readonly<Record<string, string>>>;
    getFunction(name: string): Promise<LambdaFunction | undefined>;
    updateFunctionCode(name: string, imageUri: string): Promise<void>;
    /** One request, never sent again; the socket outlives the function. `AWS_UNREACHABLE` means that the answer is lost, not that nothing ran. */
    invoke(input: {
        readonly name: string;
        readonly payload: string;
        readonly functionTimeoutSeconds: number;
    }): Promise<Invocation>;
}
interface EcrPort {
    /** Host of the account's registry, and a login for it that holds twelve hours. The password is a secret. */
    login(): Promise<{
        readonly host: string;
        readonly username: string;
        readonly password: string;
        readonly expiresAtMs: number;
    }>;
    /** @returns undefined when the repository or the image is not there. */
    findImage(input: {
        readonly registryId?: string | undefined;
        readonly repository: string;
        readonly digest?: string;
        readonly tag?: string;
    }): Promise<{
        readonly digest: string;
        readonly tags: readonly string[];
    } | undefined>;
    /** The manifest's text, for its platforms. */
    manifest(input: {
        readonly registryId?: string | undefined;
        readonly repository: string;
        readonly digest: string;
    }): Promise<string | undefined>;
}
interface TargetHealth {
    readonly target: string;
    readonly state: string;
    readonly reason?: string | undefined;
    readonly description?: string | undefined;
}
interface ElbPort {
    describeTargetHealth(targetGroupArn: string): Promise<readonly TargetHealth[]>;
}
interface LogsPort {
    /** The last lines of one stream, oldest first; empty when the stream is not there. */
    tail(input: {
        readonly group: string;
        readonly stream: string;
        readonly limit: number;
    }): Promise<readonly string[]>;
    groupExists(group: string): Promise<boolean>;
}
/** One row of the state table. Values are JSON; `pk` and `sk` are the key. */
interface StateItem {
    readonly pk: string;
    readonly sk: string;
    readonly [attribute: string]: unknown;
}
/** What a write needs to find; every attribute named must have the value. */
type StateCondition = {
    readonly kind: 'absent';
} | {
    readonly kind: 'equals';
    readonly values: Readonly<Record<string, string | number>>;
};
interface StatePort {
    get(key: {
        readonly pk: string;
        readonly sk: string;
    }): Promise<StateItem | undefined>;
    /** @returns false when the condition does not hold; nothing is written then. */
    put(item: StateItem, condition?: StateCondition): Promise<boolean>;
    delete(key: {
        readonly pk: string;
        readonly sk: string;
    }, condition?: StateCondition): Promise<boolean>;
    /** Rows whose `sk` begins with `prefix`, in order of `sk`. */
    query(input: {
        readonly pk: string;
        readonly prefix: string;
        readonly newestFirst?: boolean;
        readonly limit?: number;
    }): Promise<readonly StateItem[]>;
    tableExists(): Promise<boolean>;
}
interface StsPort {
    callerIdentity(): Promise<{
        readonly account: string;
        readonly arn: string;
    }>;
}
interface SecretsPort {
    /** `valueFrom` of a container definition: a Secrets Manager ARN, or the name or ARN of an SSM parameter. Never reads the value. */
    exists(valueFrom: string): Promise<boolean>;
}
interface IamPort {
    /** @param roleArn ARN or name. */
    roleExists(roleArn: string): Promise<boolean>;
}

/** A login that AWS gave for a registry in ECR. */
interface EcrLogin extends RegistryLogin {
    readonly host: string;
}
/**
 * Give logins for ECR: the same one for a while, a new one long before it ends.
 *
 * @param options.account Owner of the registry, where it is not the account of the credentials; the token opens it too.
 * @see API_GetAuthorizationToken, Amazon ECR API Reference
 */
declare function ecrLogins(ecr: Pick<EcrPort, 'login'>, options: {
    readonly account?: string | undefined;
    readonly now: () => number;
}): () => Promise<EcrLogin>;
/**
 * Say in which region a registry in ECR is.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` when hatchery.yaml does not tell.
 */
declare function ecrRegion(config: Pick<Config, 'registry' | 'stages'>): string;

/** An artifact that the registry keeps. */
interface KeptArtifact {
    readonly artifactType: string;
    readonly digest: string;
}

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
    /** Built now, or carried over from a revision with the same content; from its own where it was there already. */
    readonly origin: {
        readonly kind: 'built';
    } | {
        readonly kind: 'carried';
        readonly revision: string;
    };
    readonly platforms: readonly PublishedPlatform[];
    /** What is attached to the digest: bill of materials and provenance. */
    readonly artifacts: readonly KeptArtifact[];
    /** What could not be told about the image, and why. */
    readonly notes: readonly string[];
}
/** Images as a registry tells of them, which does not say how they came there. */
interface ImageSet {
    readonly project: string;
    readonly revision: string;
    readonly images: readonly Omit<PublishedImage, 'origin'>[];
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
/**
 * Read a receipt that a publish wrote.
 *
 * @throws {HatcheryError} `REPORT_UNREADABLE` with the field that is wrong.
 */
declare const parseReceipt: (text: string) => Receipt;

/** Images of a release as the registry has them, and what could not be told. */
interface DescribedSet {
    readonly receipt: ImageSet;
    readonly notes: readonly string[];
}
/**
 * Read back what the registry keeps of the images of a release: platforms, sizes, layers, what is attached.
 *
 * A report is no place to fail: an image that cannot be read is a note.
 *
 * @param wanted.images Component to `registry/repository@sha256:…`.
 */
declare function describeSet(client: RegistryClient, wanted: {
    project: string;
    revision: string;
    images: Readonly<Record<string, string>>;
    host: string;
}): Promise<DescribedSet>;

/** The one platform of an index that is wanted. */
interface WantedPlatform {
    readonly platform: string;
    /** What wants it, for the message: `function migrator is arm64`. */
    readonly because: string;
}
/**
 * Find the images that one revision names; the registry is the truth, so nothing but the SHA is handed on.
 *
 * @param wanted.single What takes no index, such as a Lambda function, with its platform.
 * @returns component to `registry/repository@sha256:…`.
 * @throws {HatcheryError} `REVISION_NOT_PUBLISHED` with every component that lacks it.
 */
declare function findSet(client: RegistryClient, wanted: {
    destination: Destination;
    components: readonly string[];
    revision: string;
    single?: Readonly<Record<string, WantedPlatform>>;
}): Promise<Readonly<Record<string, string>>>;

/** Where the timings of a project are kept: beside the images of one component. */
interface TimingsPlace {
    readonly repository: string;
    readonly project: string;
}
/** Read the timings that were kept last; none yet is no error, and the note says it. */
declare function readKeptTimings(client: RegistryClient, { repository, project }: TimingsPlace): Promise<UsableTimings>;
/**
 * Keep the timings of a run in the place of those before; a run that recorded none changes nothing.
 *
 * @returns One line for the log.
 */
declare function keepTimings(client: RegistryClient, place: TimingsPlace, recorded: {
    text: string;
    branch: string;
    revision: string;
}): Promise<string>;

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
    /** Say what belongs to a published image; without it nothing is attached. */
    readonly describe?: (spec: BuildSpec, image: {
        name: string;
        digest: string;
    }) => Promise<Belongings>;
    /** Store what else is kept with the set, before the moving tag says that it is whole. */
    readonly keep?: () => Promise<string>;
    /** Published revisions whose image a component may have instead of a new one, best first; without any it is built. */
    readonly reuse?: (component: string) => readonly string[];
    readonly log: (line: string) => void;
    /** Milliseconds before the first retry; doubles each time. */
    readonly retryDelayMs: number;
    /** Bound on one push: the engine waits for ever on a connection that a tunnel lost. */
    readonly pushTimeoutMs: number;
}
/**
 * Publish a full set of images under one revision.
 *
 * The moving tag and the receipt come last, after every image is there with what belongs to it: a set that lacks one is never called done, and
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
 * @param options.reproduce The line that measures all of it again; that of one test run would measure a part.
 */
declare function gateCoverage(options: {
    component: CoveredComponent;
    outcomes: readonly CheckOutcome[];
    changed?: ChangedLines;
    reproduce: string;
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
/** Where a stage sends its events. */
type EventSink = (event: StepEvent) => void;

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
    /** Texts of changed files that a coverage report knows, relative to hatchery.yaml, to show changed lines in context. */
    readonly sources?: ReadonlyMap<string, string>;
    readonly receipt?: ImageSet;
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
    /** Who released, and who approved it where that was said. */
    readonly by?: string;
    readonly steps: readonly ReleaseStep[];
}
interface ReleaseStep {
    /** `migrate`, `deploy`, `smoke`; what it is about stands in `component`. */
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

/** Changed files are shown with their text up to this size; a larger one is made, not written. */
declare const maxSourceBytes: number;
/** Name the files whose text the page shows: changed, and in a coverage report; the rest is told by line numbers alone. */
declare function filesToShow(report: Pick<RunReport, 'outcomes' | 'changed'>): string[];

/**
 * Write every report of a run: file name to text.
 *
 * Coverage files are there only where something was measured, since an empty one reads as an error to those who load it.
 */
declare function writeReports(report: RunReport): Readonly<Record<string, string>>;

/** A failure that is known by its text. */
interface KnownFailure {
    readonly title: string;
    /** What a failure with no code of ours counts as. */
    readonly kind: FailureKind;
    readonly text: RegExp;
    readonly cause: string;
    readonly fix: string;
}

/** What a failure's text tells. */
interface Diagnosis {
    readonly kind: FailureKind;
    /** The code that ended the run first, then the others, as the text has them. */
    readonly codes: readonly ErrorCode[];
    readonly known: readonly KnownFailure[];
}
/** Find the codes and known failures in the text of a failure: a log, an error, a verdict.json. */
declare function diagnose(failure: string): Diagnosis;
/** Explain a failure: what it means, the usual cause, what to do. A text that nothing is known about is said to be so. */
declare function explainFailure(failure: string): string;

/**
 * Throw when a check is red.
 *
 * @throws {HatcheryError} `CHECKS_FAILED` when something was found; `CHECKS_UNDECIDED` when red is only what could not be decided.
 */
declare function throwRed(outcomes: readonly CheckOutcome[]): void;
/** Say in one line each how checks ended. */
declare function describeOutcomes(outcomes: readonly CheckOutcome[]): string;

/**
 * Ask for a change of the documentation where a change touches an API: a file of a component's `contract`, or one that
 * describes an API by its name.
 *
 * @returns what was found, as a sentence.
 * @throws {HatcheryError} `DOCUMENTATION_MISSING`
 */
declare function gateDocumentation(config: Pick<Config, 'components'>, changed: Changed | undefined): string;

/** What the GitHub files are generated from. */
interface GitHubRequest {
    readonly config: Config;
    /** Folder of hatchery.yaml in its repository, `.` at the root. */
    readonly folder: string;
    readonly door: GitHubDoor;
    /** Folders that components are built from besides their own, relative to hatchery.yaml. */
    readonly builtFrom?: readonly string[];
}
/** How a job of this repository reaches Hatchery. */
interface GitHubDoor {
    /** The action: `./`, or `acme/hatchery@<commit>`. */
    readonly uses: string;
    /** Version that the commit is, for people. */
    readonly version?: string;
    /** Name of the toolchain; empty in Hatchery's own repository. */
    readonly toolchain: string;
}

/**
 * Find out how jobs reach Hatchery from the dagger.json that adopted it.
 *
 * @param daggerJson Text of the nearest dagger.json; `{}` where there is none.
 * @param folder Folder of that dagger.json in its repository, `.` at the root.
 * @throws {HatcheryError} `NOT_ADOPTED`
 */
declare function findDoor(daggerJson: string, folder: string): GitHubDoor;

/**
 * Generate the GitHub files of a repository: path in the repository to text.
 *
 * Pure; every job only calls the action with inputs.
 */
declare function generateGitHubFiles(request: GitHubRequest): Readonly<Record<string, string>>;
declare const dependabotPath = ".github/dependabot.yml";
/** Every workflow that may be generated for the application in a folder of the repository; one that is not generated any more goes. */
declare function gitHubWorkflowPaths(folder: string): string[];

/** First line of every YAML file that is generated. */
declare const generatedLine = "# Generated from hatchery.yaml by the Hatchery function `workflows`; edit hatchery.yaml and run it again.";

/** Time as the stages see it; tests pass one that they drive. */
interface Clock {
    /** Milliseconds since the epoch. */
    now(): number;
    sleep(milliseconds: number): Promise<void>;
}
/** The machine's own time. */
declare const systemClock: Clock;

/** Who calls AWS. `github` renews by itself as long as the job's request token holds. */
type AwsCredentials = {
    readonly kind: 'keys';
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
} | {
    readonly kind: 'web-identity';
    readonly roleArn: string;
    readonly token: string;
    readonly sessionName?: string;
} | {
    readonly kind: 'github';
    readonly roleArn: string;
    readonly requestUrl: string;
    readonly requestToken: string;
    readonly audience?: string;
    readonly sessionName?: string;
};

/** Told of every call that an adapter makes: for call counts in benchmarks and for the log. */
type CallSink = (call: {
    readonly api: string;
    readonly atMs: number;
}) => void;

/** How to reach AWS, or a stand-in at `endpoint`. */
interface AwsAccess {
    readonly credentials: AwsCredentials;
    readonly endpoint?: string;
    /** Name of the DynamoDB table that keeps the state; {@link stateTable} gives it. */
    readonly table: string;
    readonly clock?: Clock;
    readonly fetch?: typeof fetch;
    readonly onCall?: CallSink;
}
/** Give the name of the state table of a project. */
declare function stateTable(project: string): string;
/**
 * Connect to one region.
 *
 * Nothing is loaded or sent before the first call; each client is imported when it is first used.
 */
declare function connectAws(region: string, access: AwsAccess): AwsPorts;

/** One field that a release would change. Secret values are masked. */
interface DiffLine {
    /** `containers.api.image`, `containers.api.environment.LOG_LEVEL` */
    readonly field: string;
    readonly before?: string;
    readonly after?: string;
}
/** Lines for a person: `~ field: before -> after`. */
declare function sayDiff(lines: readonly DiffLine[]): string[];

/** How one request of a smoke test went. */
interface CheckResult {
    readonly name: string;
    readonly about: 'application' | 'dependency';
    readonly passed: boolean;
    /** What was expected and what came; empty when it passed. */
    readonly problems: readonly string[];
    /** Whether asking again could not change it: the application answered, and with something else. */
    readonly final: boolean;
    readonly latencyMs: number;
}
interface CheckPorts {
    readonly fetch: typeof fetch;
    readonly clock: Clock;
}

/** Whether the application itself tells that it runs the revision. */
type RevisionProof = {
    readonly kind: 'proven';
} | {
    readonly kind: 'other';
    readonly found: string;
} | {
    readonly kind: 'not proven';
    readonly why: string;
};

/** What a smoke test found. */
interface SmokeReport {
    readonly baseUrl: string;
    readonly passed: boolean;
    readonly revision: RevisionProof;
    readonly checks: readonly CheckResult[];
    readonly suite?: {
        readonly passed: boolean;
        readonly tail: readonly string[];
    };
    readonly attempts: number;
    /** What is wrong, where something is. */
    readonly down?: 'application' | 'dependency' | 'revision' | 'suite';
}
interface SmokeOptions extends CheckPorts {
    readonly onProgress: (text: string) => void;
    /** Runs the suite command in a container of its component with BASE_URL set. */
    readonly runSuite?: (suite: {
        readonly command: string;
        readonly component: string;
        readonly baseUrl: string;
    }) => Promise<{
        readonly passed: boolean;
        readonly tail: readonly string[];
    }>;
}
/** Say a smoke test in one line. */
declare function saySmoke(report: SmokeReport): string;
/** The failure that a smoke test is; undefined when it passed. */
declare function smokeFailure(report: SmokeReport): HatcheryError | undefined;

/** One thing that is not as the last good release left it. */
interface DriftFinding {
    readonly region: string;
    /** `service api`, `function app-migrator`, `database` */
    readonly thing: string;
    readonly what: string;
    /** What to do about it. */
    readonly next: string;
    /** Fields that differ, secrets masked. */
    readonly fields: readonly string[];
}
/** What a look found. */
interface DriftPart {
    readonly findings: readonly DriftFinding[];
    /** What could not be looked at, and why. */
    readonly unseen: readonly string[];
    /** What is as it was left. */
    readonly same: readonly string[];
}

/** Who releases a stage now. */
interface LockHolder {
    readonly holder: string;
    readonly releaseId: string;
    /** Grows with every holder; what an older holder writes is refused. */
    readonly fence: number;
    readonly acquiredAtMs: number;
    readonly expiresAtMs: number;
}

/** How a service is set up, without what ECS, autoscaling and releases change by themselves: counts, deployments, task definition. */
interface ServiceFacts {
    readonly circuitBreaker: {
        readonly enable: boolean;
        readonly rollback: boolean;
    };
    readonly healthCheckGraceSeconds?: number;
    readonly targetGroups: readonly string[];
    /** Network, launch type or capacity providers. */
    readonly placement: Readonly<Record<string, unknown>>;
}

/** `release` is all of it; the next ones are its parts, each used alone; `refresh` changes nothing and records what runs. */
type ReleaseKind = 'release' | 'deploy' | 'migrate' | 'rollback' | 'refresh';
/** How far a release has come, or how it ended. */
type ReleaseState = 'running' | 'undoing' | 'succeeded' | 'rolled-back' | 'failed' | 'refused';
/** One release of a stage, as the state table keeps it. */
interface ReleaseRecord {
    /** Sortable by time: `20260105T090000Z-0123456-x7f2`. */
    readonly id: string;
    readonly kind: ReleaseKind;
    readonly stage: string;
    readonly revision: string;
    /** Component to image reference by digest. */
    readonly images: Readonly<Record<string, string>>;
    readonly order: readonly string[];
    readonly regions: readonly string[];
    readonly state: ReleaseState;
    readonly startedAtMs: number;
    readonly finishedAtMs?: number | undefined;
    readonly holder: string;
    /** Who approved it, where that was said. */
    readonly approvedBy?: string | undefined;
    /** Why it failed, one line. */
    readonly why?: string | undefined;
    /** What is left to know or do after it. */
    readonly remains: readonly string[];
    /** What the smoke test proved: `revision proven`, `revision not proven: …`. */
    readonly smoke?: string | undefined;
}
type StepState = 'preparing' | 'starting' | 'started' | 'done' | 'failed' | 'undoing' | 'undone' | 'stays';
/** One step of a release in one region, written before each of its effects. */
interface StepRecord {
    readonly releaseId: string;
    readonly region: string;
    /** Place in the order. */
    readonly at: number;
    /** Component name or `migrate`. */
    readonly name: string;
    readonly state: StepState;
    readonly updatedAtMs: number;
    readonly beganAtMs: number;
    readonly endedAtMs?: number | undefined;
    /** Verdict or migration in one line. */
    readonly text?: string | undefined;
    /** Why it failed: stop reasons, exit codes, last log lines. */
    readonly evidence?: readonly string[] | undefined;
    readonly deploy?: DeployFacts | undefined;
    readonly migrate?: MigrateFacts | undefined;
}
interface DeployFacts {
    readonly previousTaskDefinition: string;
    readonly taskDefinition?: string | undefined;
    readonly deploymentId?: string | undefined;
    readonly startedAtMs?: number | undefined;
    /** Somebody else's deployment took over; it is not ours to undo. */
    readonly superseded?: boolean | undefined;
    /** How the service was set up when this ended well, to know later what was changed by hand. */
    readonly service?: ServiceFacts | undefined;
}
interface MigrateFacts {
    readonly before?: string | null | undefined;
    readonly after?: string | null | undefined;
    readonly head?: string | null | undefined;
    readonly atMs: number;
    readonly contract: readonly DestructiveStep[];
}

/** What every function that acts on a stage gets. */
interface StageRun {
    readonly config: Config;
    readonly stage: Stage;
    /** Gives the ports of one region; called once a region. */
    readonly connect: (region: string) => AwsPorts;
    /** Regions to act on, the first one keeps the state; the stage's own when left out. */
    readonly regions?: readonly string[];
    readonly clock: Clock;
    readonly random: () => number;
    readonly events: EventSink;
    readonly fetch: typeof fetch;
    /** Who runs this, for the lock: `ana on laptop`, `github acme/app run 12`. */
    readonly holder: string;
    /** Who approved it, where the stage asks for that. */
    readonly approvedBy?: string;
}
/** A release or one of its parts. */
interface ReleaseRequest extends StageRun {
    readonly revision: string;
    /** Component to image reference by digest, as the receipt has them. */
    readonly images: Readonly<Record<string, string>>;
    readonly runSuite?: SmokeOptions['runSuite'];
    /** SQL of the new revisions, for a migrator that runs as a task and cannot be asked. */
    readonly migrationSql?: string;
    /** Narrows `deploy` to these components. */
    readonly components?: readonly string[];
}

/** How a stage differs from its record. */
interface DriftReport extends DriftPart {
    readonly stage: string;
    /** The last good release. */
    readonly release: ReleaseRecord;
    /** A release that is going on now; what it changes is no drift. */
    readonly goingOn?: LockHolder;
}
/**
 * Say what in AWS differs from what the last good release left; changes nothing and takes no lock.
 *
 * Desired counts, which autoscaling changes, and revisions of a task definition that say the same are no drift.
 *
 * @throws {HatcheryError} `RELEASE_NOT_FOUND` when no good release is recorded.
 */
declare function stageDrift(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<DriftReport>;
/** The drift as lines, for whoever has to mend it. */
declare function sayDrift(report: DriftReport): string[];
/** The failure that a drift is; undefined when there is none. */
declare function driftFailure(report: DriftReport): HatcheryError | undefined;

/** How a release went: what the state table has of it, and what only this run knows. */
interface ReleaseReport {
    readonly record: ReleaseRecord;
    readonly steps: readonly StepRecord[];
    readonly smoke?: SmokeReport | undefined;
    /** The first cause, with its evidence. */
    readonly cause?: HatcheryError | undefined;
    /** Whether an earlier, killed run had begun it. */
    readonly resumed: boolean;
}
/** The failure that a release is; undefined when it succeeded. */
declare function releaseFailure(report: ReleaseReport): HatcheryError | undefined;
/** A release as lines: one a step. */
declare function sayRelease(report: ReleaseReport): string[];

/**
 * Take what AWS runs now as the recorded state, after a change by hand; changes nothing in AWS.
 *
 * @returns a record of its own, with one step for each component and the migrator.
 * @throws {HatcheryError} `RELEASE_LOCKED`; `RELEASE_UNFINISHED`; `DEPLOYMENT_UNSETTLED`; `AWS_NOT_FOUND` for what is gone.
 */
declare function runRefresh(request: StageRun): Promise<ReleaseReport>;

/** The last log lines of one task. */
interface TaskLog {
    readonly task: string;
    readonly state: string;
    readonly lines: readonly string[];
}

/**
 * Release a stage: lock, preflight, the stage's order in every region, smoke test; undone as one when a part fails.
 *
 * @returns how it went, also when it failed; {@link releaseFailure} makes the error of it.
 */
declare function runRelease(request: ReleaseRequest): Promise<ReleaseReport>;
/** Roll the components out, without migrations and smoke test; `components` narrows. */
declare function runDeploy(request: ReleaseRequest): Promise<ReleaseReport>;
/** Run the migrations alone. */
declare function runMigrate(request: ReleaseRequest): Promise<ReleaseReport>;
/**
 * Try the running application.
 *
 * @throws {HatcheryError} `CONFIG_INVALID` when the stage has no baseUrl.
 */
declare function runSmokeTest(run: Pick<StageRun, 'config' | 'stage' | 'clock' | 'events' | 'fetch'> & {
    readonly revision: string;
    readonly runSuite?: SmokeOptions['runSuite'];
}): Promise<SmokeReport>;
/** What a release would change of one component in one region. */
interface ComponentDiff {
    readonly region: string;
    /** Component name, or `migrate` for what would migrate. */
    readonly component: string;
    readonly lines: readonly DiffLine[];
    /** Why it was not looked at. */
    readonly unseen?: string;
}
/** Say what a release would change, service by service and in the migrator, field by field; changes nothing. */
declare function stageDiff(request: Pick<ReleaseRequest, 'stage' | 'connect' | 'regions' | 'images' | 'revision' | 'clock'>): Promise<readonly ComponentDiff[]>;
/** Logs of one component in one region. */
interface ComponentLogs {
    readonly region: string;
    readonly component: string;
    readonly tasks: readonly TaskLog[];
}
/**
 * Read the last log lines of a stage's components.
 *
 * @throws {HatcheryError} `COMPONENT_UNKNOWN` for one that the stage has no service for.
 */
declare function stageLogs(request: Pick<StageRun, 'stage' | 'connect' | 'regions'> & {
    readonly components?: readonly string[];
    readonly limit?: number;
}): Promise<readonly ComponentLogs[]>;
/** @throws {HatcheryError} `COMPONENT_UNKNOWN` for a name that the stage does not deploy. */
declare function assertComponents(stage: Stage, components?: readonly string[]): void;

/**
 * Say for which platform the migrator's image must be: that of its function, which takes no index.
 *
 * @returns undefined where no function migrates, or none can be looked at.
 * @throws {HatcheryError} `CONFIG_INVALID` when the functions of the regions differ.
 */
declare function migratorPlatform(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<WantedPlatform | undefined>;

/** One thing looked at before a release. Advice (`blocking: false`) does not stop it. */
interface PreflightNode {
    readonly name: string;
    readonly state: 'OK' | 'NG' | 'SKIP';
    readonly blocking: boolean;
    /** What was found. */
    readonly text: string;
    /** What to do about it. */
    readonly next?: string;
    readonly children: readonly PreflightNode[];
}
/** The tree as lines: `OK   cluster: ACTIVE`. */
declare function sayPreflight(node: PreflightNode, depth?: number): string[];

interface PreflightRequest extends StageRun {
    /** Component to image reference by digest; without them images are not looked at. */
    readonly images?: Readonly<Record<string, string>>;
    readonly components?: readonly string[];
    /** Set by a release that holds the lock itself. */
    readonly ownRelease?: boolean;
    /** Whether migrations are to run; as the stage's order says when left out. */
    readonly migrates?: boolean;
    /** Set by a rollback, which neither window nor approval holds back. */
    readonly anyTime?: boolean;
}
/** Look at everything that would stop a release, changing nothing. */
declare function preflight(request: PreflightRequest): Promise<PreflightNode>;
/** @throws {HatcheryError} `PREFLIGHT_FAILED` with every finding that stops a release. */
declare function assertReady(tree: PreflightNode): void;

/** A call of a function that reads or changes a stage. */
interface CallOnStage {
    readonly name: string;
    readonly stage: string;
    readonly revision?: string | undefined;
    readonly components?: readonly string[] | undefined;
    readonly to?: string | undefined;
    readonly release?: string | undefined;
}
/**
 * Write the line that shows a failure on a stage again without changing that stage.
 *
 * On `local`, and for what only reads, it is the call itself. Else a failure of the application is rehearsed at the released
 * commit; one of the account shows in `preflight`, one of the lock in `status`.
 */
declare function stageLine(door: Pick<Door, 'call' | 'base'>, call: CallOnStage, error: HatcheryError): string;

/** Lay a release out for the reports, from its journal alone: also one that another run made. */
declare function releaseTimeline(record: ReleaseRecord, steps: readonly StepRecord[]): ReleaseTimeline;

/**
 * Bring the components back to what a named release left, or the last good one before the current; in reverse order.
 *
 * @throws {HatcheryError} `RELEASE_NOT_FOUND`; `ROLLBACK_REFUSED` across a contract step; what {@link execute} throws.
 */
declare function runRollback(request: Omit<ReleaseRequest, 'revision' | 'images'> & {
    readonly to?: string;
}): Promise<ReleaseReport>;

/** How one service stands. */
interface ServiceStatus {
    readonly service: string;
    readonly taskDefinition: string;
    /** The revision that Hatchery released, where it did. */
    readonly revision?: string;
    readonly running: number;
    readonly desired: number;
    readonly deployments: readonly {
        readonly id: string;
        readonly status: string;
        readonly state: string;
        readonly failedTasks: number;
    }[];
    readonly lastEvent?: string;
}

/** How a stage stands. */
interface StageStatus {
    readonly stage: string;
    /** Who is releasing now. */
    readonly lock?: LockHolder;
    /** Newest first. */
    readonly releases: readonly ReleaseRecord[];
    /** Steps of the newest release. */
    readonly steps: readonly StepRecord[];
    readonly regions: readonly {
        readonly region: string;
        readonly services: readonly ServiceStatus[];
        readonly missing: readonly string[];
    }[];
}
/** Say how a stage stands: lock, last releases, services. */
declare function stageStatus(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>): Promise<StageStatus>;
/** Read one release with its steps, for a report; undefined when there is none of that id. */
declare function readRelease(run: Pick<StageRun, 'stage' | 'connect' | 'regions' | 'clock'>, id: string): Promise<{
    readonly record: ReleaseRecord;
    readonly steps: readonly StepRecord[];
} | undefined>;
/** The status as lines. */
declare function sayStatus(status: StageStatus): string[];

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

export { HatcheryError, adviseLock, againLine, allConcerns, assembleChecks, assembleImageScans, assemblePlan, assembleSbom, assembleSecrets, assembleSecurity, assembleSemgrep, assembleSuite, assertBase, assertComponents, assertReady, assertReportSize, baseImages, belongings, benchmarkFolders, benchmarkId, brokenImageScan, brokenOutcomes, buildSpecs, callPrefix, changedLines, changedPaths, checkFolders, checkId, chooseBenchmarks, connectAws, coverageLine, cycloneDx, decideContract, decideExpand, decideImageScan, decideOutcome, decidePerformance, decideScanner, decideSchema, decideUpgrade, dependabotPath, describeOutcomes, describeSet, destination, diagnose, driftFailure, ecrLogins, ecrRegion, engineError, explainFailure, filesToRetry, filesToShow, findDoor, findSet, findStage, gateAgainstBase, gateCoverage, gateDocumentation, gateQuarantine, gateWaivers, generateGitHubFiles, generatedLine, gitHubWorkflowPaths, imageArchive, imageLabels, installScript, isBasePrevious, isSharded, keepTimings, leftOut, lintMigrationSql, listingSpec, manifestsToRead, maxReportBytes, maxSourceBytes, migratorPlatform, narrowToFiles, needs, parseAdvisories, parseConfig, parseMigrationSql, parsePlanEvent, parseReceipt, parseShard, planJson, preflight, publishSet, readKeptTimings, readRelease, readRound, readTimings, readWorkspaceFacts, receiptJson, recordTimings, registryClient, releaseFailure, releaseTimeline, renderError, renderPlanText, renderTimings, reportFileNames, reproduceLine, reproducible, revisionTag, runDeploy, runMigrate, runRefresh, runRelease, runRollback, runScript, runSmokeTest, sayDiff, sayDrift, sayPreflight, sayRelease, saySmoke, sayStatus, scannerCache, scannerUnreachable, selectComponents, settleAttempts, shardSpec, smokeFailure, stageDiff, stageDrift, stageLine, stageLogs, stageStatus, stateTable, suggestConfig, systemClock, testFiles, throwRed, writeReports };
export type { Advisory, AwsAccess, AwsCredentials, AwsPorts, BaseRounds, BaseScan, Belongings, BuildSpec, CallOnStage, ChangedLines, CheckFolder, CheckOutcome, CheckSpec, Component, Concern, Config, Destination, Door, DriftReport, EcrLogin, EngineFailure, FolderFacts, Git, ImageScanSpec, Quarantine, Receipt, RegistryClient, RegistryLogin, ReleaseRecord, ReleaseReport, ReleaseRequest, ReportFiles, ReportKind, RunPlan, RunReport, SbomSource, SecurityContext, SecuritySpec, Service, Shard, Stage, StageRun, StepRun, WantedPlatform };
