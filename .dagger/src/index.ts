/** Take a containerised application from a pull request to a healthy service on AWS. */
import { Changeset, check, Container, dag, Directory, File, func, generate, object, Secret, Service, Workspace } from "@dagger.io/dagger"
import { againLine, buildSpecs, type CallOnStage, type Concern, receiptJson, type ReleaseRequest, runDeploy, runMigrate, runRefresh, runRelease, runRollback, sayStatus, type StageRun, stageLine, stageStatus } from "../lib/pipeline.mjs"
import { type App, loadApp } from "./app.ts"
import { type Narrow, runChecks, verdict } from "./checks.ts"
import { partOfChecks, testOptions } from "./test-options.ts"
import { again, guard } from "./fail.ts"
import { startDev } from "./dev.ts"
import { explain } from "./doctor.ts"
import { checkDocumentation } from "./documentation.ts"
import { builtImage } from "./images.ts"
import { suggest } from "./init.ts"
import { comparePerformance } from "./performance.ts"
import { makePlan } from "./plan.ts"
import { PlanView } from "./plan-view.ts"
import { publishAll } from "./publish.ts"
import { finish, lookAhead, showDiff, showDrift, showLogs, smokeStage } from "./release.ts"
import { rehearse } from "./rehearse.ts"
import { makeReleaseReport } from "./release-report.ts"
import { makeReports } from "./reports.ts"
import { makeSbom } from "./sbom.ts"
import { runSecurity } from "./security.ts"
import { onRelease, onStage, type Place, type StageCall } from "./stage.ts"
import { fetchTimings } from "./timings.ts"
import { makeWorkflows } from "./workflows.ts"

@object()
export class Hatchery {
  ws: Workspace
  source?: Directory
  config: string
  base?: string
  accessKeyId?: Secret
  secretAccessKey?: Secret
  sessionToken?: Secret
  roleArn?: string
  identityToken?: Secret
  tokenRequestUrl?: string
  tokenRequestToken?: Secret
  endpoint?: string
  registry?: Service
  registryUser?: string
  registryPassword?: Secret

  /**
   * @param source The application, where it is not the folder around the caller with the nearest hatchery.yaml.
   * @param config Name of the configuration file.
   * @param base Commit or branch to compare with; without it everything is covered.
   */
  constructor(ws: Workspace, source?: Directory, config: string = "hatchery.yaml", base?: string) {
    this.ws = ws
    this.source = source
    this.config = config
    this.base = base
  }

  /**
   * Lint: ESLint, ruff and black.
   *
   * Fails with CHECKS_FAILED and each finding's file and line.
   *
   * @param component Only this component.
   */
  @func()
  @check()
  async lint(component?: string): Promise<void> {
    await this.run(["lint"], { component })
  }

  /**
   * Typecheck: tsc and mypy.
   *
   * Fails with CHECKS_FAILED and each finding's file and line.
   *
   * @param component Only this component.
   */
  @func()
  @check()
  async typecheck(component?: string): Promise<void> {
    await this.run(["typecheck"], { component })
  }

  /**
   * Test: vitest and pytest, with the services they need.
   *
   * Fails with CHECKS_FAILED and each failing test's file and line, or when coverage is below its floor. With --base the lines changed
   * since have a floor of their own.
   *
   * @param component Only this component.
   * @param cell Only this cell of the matrix, such as python-3.11.
   * @param shard Only this part of the test files, such as 2/5.
   * @param timings The timings.json of earlier reports, to balance the shards by.
   * @param retries How often a failing test file is tried again, to tell flaky from failing.
   * @param rerun Run again even where nothing changed.
   */
  @func()
  @check()
  async test(component?: string, cell?: string, shard?: string, timings?: File, retries: number = 0, rerun: boolean = false): Promise<void> {
    await this.run(["test"], { component, cell, nonce: rerun ? String(Date.now()) : undefined }, { shard, timings, retries })
  }

  /**
   * Contract: generated files are what their command writes.
   *
   * Fails with CHECKS_FAILED, each file and the first line that differs.
   *
   * @param component Only this component.
   */
  @func()
  @check()
  async contract(component?: string): Promise<void> {
    await this.run(["contract"], { component })
  }

  /**
   * Migrations: up twice on an empty database, and only expanding.
   *
   * Fails with CHECKS_FAILED and the revision's file. With --base only the revisions that it does not have must expand.
   *
   * @param component Only this component.
   */
  @func()
  @check()
  async migrations(component?: string): Promise<void> {
    await this.run(["migrations"], { component })
  }

  /**
   * Security: vulnerable packages, risky code, secrets.
   *
   * Fails with CHECKS_FAILED, or with CHECKS_UNDECIDED where a feed did not answer or a package was skipped. Feeds are asked on every
   * call. With --base only new findings fail.
   *
   * @param component Only this component.
   * @param rerun Run again even where nothing changed.
   */
  @func({ cache: "never" })
  @check()
  async security(component?: string, rerun: boolean = false): Promise<string> {
    return guard(async () => {
      const [app, now] = [await loadApp(this), String(Date.now())]
      const base = this.base === undefined ? undefined : await makePlan(this, { app, event: "manual" })
      return verdict(await runSecurity(app, { component, base, asked: now, nonce: rerun ? now : undefined }))
    })
  }

  /**
   * Compare benchmarks with the base's.
   *
   * Fails with BASE_MISSING without --base, and with CHECKS_FAILED where one is worse than noise explains. Each side runs three
   * times, in turns, and its best counts. No part of `checks`: what runs beside a benchmark changes what it measures.
   *
   * @param component Only this component, changed or not.
   */
  @func({ cache: "never" })
  async performance(component?: string): Promise<string> {
    return guard(async () => comparePerformance(this, { app: await loadApp(this), component }))
  }

  /**
   * Write what a component is made of, as CycloneDX JSON.
   *
   * Fails with TOOL_MISSING when nothing tells the component's packages.
   *
   * @param component The component.
   */
  @func()
  async sbom(component: string): Promise<File> {
    return guard(async () => {
      const app = await loadApp(this)
      return again(againLine(app.door, ["sbom", "--component", component]), () => makeSbom(app, component))
    })
  }

  /**
   * Build one component's image for one platform.
   *
   * @param component The component.
   * @param platform Such as linux/arm64; the first of hatchery.yaml when not given.
   */
  @func()
  async image(component: string, platform?: string): Promise<Container> {
    return guard(async () => {
      const app = await loadApp(this)
      const spec = buildSpecs(app.config, component)[0]!
      return builtImage(app, { spec, platform: platform ?? spec.platforms[0]! })
    })
  }

  /**
   * Build the images of all components for one platform.
   *
   * @param platform Such as linux/arm64; the first of hatchery.yaml when not given.
   */
  @func()
  async images(platform?: string): Promise<Container[]> {
    return guard(async () => {
      const app = await loadApp(this)
      return Promise.all(buildSpecs(app.config).map((spec) => builtImage(app, { spec, platform: platform ?? spec.platforms[0]! })))
    })
  }

  /**
   * Publish all images under the git SHA and give the receipt.
   *
   * Fails with REGISTRY_UNAUTHORIZED, REGISTRY_THROTTLED, REGISTRY_UNREACHABLE or PUBLISH_INCOMPLETE; nothing
   * half-published gets a receipt or the moving tag. Bill of materials and provenance are attached to each digest.
   * With --base a component that did not change since gets the image of that commit.
   *
   * @param revision Name of the set instead of the git SHA.
   * @param component Only this component.
   * @param tag Tag that follows the newest publish.
   * @param by Address of the job that builds, for the provenance.
   * @param timings The timings.json of reports, to keep beside the images.
   */
  @func({ cache: "never" })
  async publish(revision?: string, component?: string, tag: string = "latest", by?: string, timings?: File): Promise<File> {
    return guard(async () => {
      const receipt = await publishAll(this, { app: await loadApp(this), revision, component, tag, attach: { by }, timings })
      return dag.directory().withNewFile("receipt.json", receiptJson(receipt)).file("receipt.json")
    })
  }

  /**
   * Say which components are affected, which functions would run, and why.
   *
   * Fails with BASE_INVALID when --base is no commit; a base that was not fetched means everything.
   *
   * @param event pull-request, draft, push-main, hotfix, schedule or manual.
   */
  @func({ cache: "never" })
  async plan(event: string = "manual"): Promise<PlanView> {
    return guard(async () => new PlanView(JSON.stringify((await makePlan(this, { app: await loadApp(this), event })).plan)))
  }

  /**
   * Run all checks that the plan selects and fail when one is red.
   *
   * Fails with CHECKS_FAILED, naming each failing test and finding with file and line, or with CHECKS_UNDECIDED.
   *
   * @param component Only this component.
   * @param event pull-request, draft, push-main, hotfix, schedule or manual: how much the plan selects.
   * @param shard Only this part of the test files, such as 2/5; the first part brings all other checks.
   * @param rerun Run again even where nothing changed.
   * @param timings What timings gave, to balance the shards by; the same file for all of them.
   */
  @func({ cache: "1h" })
  async checks(component?: string, event: string = "manual", shard?: string, rerun: boolean = false, timings?: File): Promise<string> {
    return guard(async () => {
      const app = await loadApp(this)
      const part = await partOfChecks(app, { shard, timings })
      return verdict(await runChecks(app, { ...part, component, nonce: rerun ? String(Date.now()) : undefined, scope: await makePlan(this, { app, event }) }))
    })
  }

  /**
   * Run all checks and give their reports, red or green.
   *
   * The directory holds verdict.json, JUnit, lcov, Cobertura, SARIF, Markdown and one HTML page.
   *
   * @param component Only this component.
   * @param event pull-request, draft, push-main, hotfix, schedule or manual: how much the plan selects.
   * @param shard Only this part of the test files, as in checks.
   * @param timings As in checks.
   * @param receipt The receipt.json of a publish, to show its images with sizes and layers.
   */
  @func({ cache: "1h" })
  async reports(component?: string, event: string = "manual", shard?: string, timings?: File, receipt?: File): Promise<Directory> {
    return guard(async () => {
      const app = await loadApp(this)
      return makeReports(app, { ...(await partOfChecks(app, { shard, timings })), component, scope: await makePlan(this, { app, event }), base: this.base, receipt })
    })
  }

  /**
   * Give the test timings kept beside the images.
   *
   * Without any yet the file is empty of them, and tests are split by count. Fails with REGISTRY_* where the registry does not answer.
   */
  @func({ cache: "never" })
  async timings(): Promise<File> {
    return guard(async () => fetchTimings(await loadApp(this), this))
  }

  /** Suggest a first hatchery.yaml from the Dockerfiles and manifests. */
  @func()
  async init(): Promise<Changeset> {
    return guard(() => suggest(this))
  }

  /**
   * Generate the GitHub Actions files from hatchery.yaml.
   *
   * Fails with NOT_ADOPTED when dagger.json does not say which Hatchery the jobs call.
   */
  @func()
  async workflows(): Promise<Changeset> {
    return guard(async () => makeWorkflows(this, { app: await loadApp(this), onlyAgain: false }))
  }

  /**
   * Keep generated GitHub files, where there are some, up to date.
   *
   * `dagger generate` writes them and `dagger check` fails where they are not what `workflows` gives; a repository without
   * them is left alone.
   */
  @func()
  @generate()
  async keepWorkflows(): Promise<Changeset> {
    return guard(async () => makeWorkflows(this, { app: await loadApp(this), onlyAgain: true }))
  }

  /**
   * Ask for documentation where the change since --base touches an API.
   *
   * Fails with DOCUMENTATION_MISSING when a contract or a description of an API changed and no page did.
   */
  @func({ cache: "never" })
  async documentation(): Promise<string> {
    return guard(async () => checkDocumentation(this, await loadApp(this)))
  }

  /**
   * Explain a failure: its kind, usual cause and what to do.
   *
   * @param failure Text of the failure.
   * @param log File with the text, such as the output of a failed call or verdict.json.
   * @param kindOnly Give only the kind: usage, findings, infrastructure or release.
   */
  @func()
  async doctor(failure?: string, log?: File, kindOnly: boolean = false): Promise<string> {
    return guard(() => explain({ text: failure, log, kindOnly }))
  }

  /**
   * Run the application with its services: `dev up`.
   *
   * Fails with IMAGE_MISSING when no component has an image with a port.
   *
   * @param component The component that is opened; the first with a port when not given.
   */
  @func({ cache: "never" })
  async dev(component?: string): Promise<Service> {
    return guard(async () => startDev(await loadApp(this), { component, platform: await dag.defaultPlatform() }))
  }

  /**
   * Give the functions after this one credentials for AWS.
   *
   * Keys, or a role with a web identity token, or on GitHub a role with the token request, which renews itself.
   *
   * @param accessKeyId Access key.
   * @param secretAccessKey Its secret.
   * @param sessionToken Session token of temporary keys.
   * @param roleArn Role to assume with a token.
   * @param identityToken Web identity token for the role.
   * @param tokenRequestUrl ACTIONS_ID_TOKEN_REQUEST_URL of a GitHub job.
   * @param tokenRequestToken ACTIONS_ID_TOKEN_REQUEST_TOKEN of a GitHub job.
   * @param endpoint Address of a stand-in for AWS.
   */
  @func()
  withAws(accessKeyId?: Secret, secretAccessKey?: Secret, sessionToken?: Secret, roleArn?: string, identityToken?: Secret, tokenRequestUrl?: string, tokenRequestToken?: Secret, endpoint?: string): Hatchery {
    return Object.assign(this, { accessKeyId, secretAccessKey, sessionToken, roleArn, identityToken, tokenRequestUrl, tokenRequestToken, endpoint })
  }

  /**
   * Give the functions after this one a way into the registry.
   *
   * @param service A registry that is a service, such as tcp://localhost:5000; it stands for the one in hatchery.yaml.
   * @param user Account that may push.
   * @param password Its password or token.
   */
  @func()
  withRegistry(service?: Service, user?: string, password?: Secret): Hatchery {
    return Object.assign(this, { registry: service, registryUser: user, registryPassword: password })
  }

  /**
   * Look at everything that would stop a release.
   *
   * Fails with PREFLIGHT_FAILED, listing each finding with what to do.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Published revision; the commit at hand when not given.
   */
  @func({ cache: "never" })
  async preflight(stage: string, revision?: string): Promise<string> {
    return this.onRelease("preflight", { stage, revision }, lookAhead)
  }

  /**
   * Show what a release would change, field by field.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Published revision; the commit at hand when not given.
   */
  @func({ cache: "never" })
  async diff(stage: string, revision?: string): Promise<string> {
    return this.onRelease("diff", { stage, revision }, showDiff)
  }

  /**
   * Run the stage's migrations once.
   *
   * Fails with MIGRATION_FAILED and the migrator's log tail.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Published revision; the commit at hand when not given.
   * @param by Who runs this, for the lock.
   * @param approvedBy Who approved it; needed where the stage has approval: required.
   */
  @func({ cache: "never" })
  async migrate(stage: string, revision?: string, by: string = "a shell", approvedBy?: string): Promise<string> {
    return this.onRelease("migrate", { stage, revision, by, approvedBy }, (request) => finish(runMigrate(request)))
  }

  /**
   * Roll the published images out and follow each deployment.
   *
   * Fails with RELEASE_FAILED and the evidence: stop reasons, exit codes, last log lines.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Published revision; the commit at hand when not given.
   * @param components Only these components.
   * @param by Who runs this, for the lock.
   * @param approvedBy Who approved it; needed where the stage has approval: required.
   */
  @func({ cache: "never" })
  async deploy(stage: string, revision?: string, components?: string[], by: string = "a shell", approvedBy?: string): Promise<string> {
    return this.onRelease("deploy", { stage, revision, components, by, approvedBy }, (request) => finish(runDeploy(request)))
  }

  /**
   * Try the running application and prove its revision.
   *
   * Fails with SMOKE_FAILED, telling a dead application from a dead dependency.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Revision that must answer; the commit at hand when not given.
   */
  @func({ cache: "never" })
  async smoke(stage: string, revision?: string): Promise<string> {
    return this.staged({ name: "smoke", stage, revision }, (app) => smokeStage(this, { app, stage, revision }))
  }

  /**
   * Release a stage: its order, smoke test, rolled back as one.
   *
   * Fails with RELEASE_FAILED, saying which components went back, why, and what remains.
   *
   * @param stage Stage of hatchery.yaml.
   * @param revision Published revision; the commit at hand when not given, published first where it is not.
   * @param by Who runs this, for the lock.
   * @param approvedBy Who approved it; needed where the stage has approval: required.
   */
  @func({ cache: "never" })
  async release(stage: string, revision?: string, by: string = "a shell", approvedBy?: string): Promise<string> {
    return this.onRelease("release", { stage, revision, by, approvedBy, publishes: true }, (request) => finish(runRelease(request)))
  }

  /**
   * Go back to a named or the last good release.
   *
   * Fails with ROLLBACK_REFUSED when a contract migration lies between.
   *
   * @param stage Stage of hatchery.yaml.
   * @param to Release id or revision; the last good one when not given.
   * @param by Who runs this, for the lock.
   * @param approvedBy Who approved it, for the record; a rollback waits for nobody.
   */
  @func({ cache: "never" })
  async rollback(stage: string, to?: string, by: string = "a shell", approvedBy?: string): Promise<string> {
    return this.onStage("rollback", { stage, by, to }, (run) => finish(runRollback({ ...run, ...(to ? { to } : {}), ...(approvedBy ? { approvedBy } : {}) })))
  }

  /**
   * Say how a stage stands: lock, services, last releases.
   *
   * @param stage Stage of hatchery.yaml.
   */
  @func({ cache: "never" })
  async status(stage: string): Promise<string> {
    return this.onStage("status", { stage }, async (run) => sayStatus(await stageStatus(run)).join("\n"))
  }

  /**
   * Say what in AWS differs from what the last good release left.
   *
   * Fails with DRIFTED, each line naming the thing and what to do; counts that autoscaling changes are no drift. Changes nothing.
   *
   * @param stage Stage of hatchery.yaml.
   */
  @func({ cache: "never" })
  async drift(stage: string): Promise<string> {
    return this.onStage("drift", { stage }, showDrift)
  }

  /**
   * Take what AWS runs now as the recorded state.
   *
   * For after a change by hand. Fails with RELEASE_UNFINISHED or DEPLOYMENT_UNSETTLED where there is no one state to take.
   *
   * @param stage Stage of hatchery.yaml.
   * @param by Who runs this, for the lock and the record.
   */
  @func({ cache: "never" })
  async refresh(stage: string, by: string = "a shell"): Promise<string> {
    return this.onStage("refresh", { stage, by }, (run) => finish(runRefresh(run)))
  }

  /**
   * Rehearse a release on the stage local, with a fault on request.
   *
   * Ends as that release would: fails with RELEASE_FAILED, but for throttle and killed, which converge.
   *
   * @param fault crash-loop, bad-image, unhealthy, migration-fails, smoke-fails, throttle, expired-token or killed.
   */
  @func({ cache: "never" })
  async rehearse(fault?: string): Promise<string> {
    return guard(async () => {
      const app = await loadApp(this)
      return again(againLine(app.door, ["rehearse", ...(fault ? ["--fault", fault] : [])]), () => rehearse(this, { app, fault }))
    })
  }

  /**
   * Give the reports of one release, also of one that failed.
   *
   * The directory holds verdict.json, Markdown and one HTML page: timeline, and the images' sizes and layers as the registry has them.
   *
   * @param stage Stage of hatchery.yaml.
   * @param release Id of the release; the last one when not given.
   */
  @func({ cache: "never" })
  async releaseReport(stage: string, release?: string): Promise<Directory> {
    return this.onStage("release-report", { stage, release }, (run, place) => makeReleaseReport(run, { ...place, id: release }))
  }

  /**
   * Show the last log lines of a stage's components.
   *
   * @param stage Stage of hatchery.yaml.
   * @param components Only these components.
   */
  @func({ cache: "never" })
  async logs(stage: string, components?: string[]): Promise<string> {
    return this.onStage("logs", { stage, components }, async (run) => showLogs(run, components))
  }

  private onRelease(name: string, call: Omit<StageCall, "by"> & { by?: string }, act: (request: ReleaseRequest) => Promise<string>): Promise<string> {
    return this.staged({ name, ...call }, (app) => onRelease(this, { app, by: "a shell", ...call }, act))
  }

  private onStage<T>(name: string, call: Omit<CallOnStage, "name" | "components"> & { by?: string; components?: string[] }, act: (run: StageRun, place: Place) => Promise<T>): Promise<T> {
    return this.staged({ name, ...call }, (app) => onStage(this, { app, by: "a shell", ...call }, act))
  }

  private staged<T>(call: CallOnStage, act: (app: App) => Promise<T>): Promise<T> {
    return guard(async () => {
      const app = await loadApp(this)
      return again((error) => stageLine(app.door, call, error), () => act(app))
    })
  }

  private run(concerns: readonly Concern[], narrow: Narrow, split: { shard?: string; timings?: File; retries?: number } = {}): Promise<string> {
    return guard(async () => {
      const app = await loadApp(this)
      // Only what compares asks for the base, so that the others need no history.
      const since = this.base !== undefined && concerns.some((one) => one === "test" || one === "migrations") ? await makePlan(this, { app, event: "manual" }) : undefined
      return verdict(await runChecks(app, { concerns, ...narrow, since, tests: await testOptions(app, split) }))
    })
  }
}
