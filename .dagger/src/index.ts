/** Take a containerised application from a pull request to a healthy service on AWS. */
import { check, Container, dag, Directory, File, func, object, Secret, Service, Workspace } from "@dagger.io/dagger"
import { allConcerns, buildSpecs, type Concern, describeOutcomes, receiptJson, throwRed } from "../lib/pipeline.mjs"
import { loadApp } from "./app.ts"
import { type Narrow, runChecks } from "./checks.ts"
import { guard } from "./fail.ts"
import { startDev } from "./dev.ts"
import { buildImage } from "./images.ts"
import { publishAll } from "./publish.ts"
import { makeReports } from "./reports.ts"

@object()
export class Hatchery {
  ws: Workspace
  source?: Directory
  config: string
  base?: string

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
   * Fails with CHECKS_FAILED and each failing test's file and line, or when coverage is below its floor.
   *
   * @param component Only this component.
   * @param cell Only this cell of the matrix, such as python-3.11.
   * @param rerun Run again even where nothing changed.
   */
  @func()
  @check()
  async test(component?: string, cell?: string, rerun: boolean = false): Promise<void> {
    await this.run(["test"], { component, cell, nonce: rerun ? String(Date.now()) : undefined })
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
      return buildImage(spec, { source: app.source, platform: platform ?? spec.platforms[0]! })
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
      return buildSpecs(app.config).map((spec) => buildImage(spec, { source: app.source, platform: platform ?? spec.platforms[0]! }))
    })
  }

  /**
   * Publish all images under the git SHA and give the receipt.
   *
   * Fails with REGISTRY_UNAUTHORIZED, REGISTRY_THROTTLED, REGISTRY_UNREACHABLE or PUBLISH_INCOMPLETE; nothing
   * half-published gets a receipt or the moving tag.
   *
   * @param registry A registry that is a service, such as tcp://localhost:5000; it stands for the one in hatchery.yaml.
   * @param registryUser Account that may push.
   * @param registryPassword Its password or token.
   * @param revision Name of the set instead of the git SHA.
   * @param component Only this component.
   * @param tag Tag that follows the newest publish.
   */
  @func({ cache: "never" })
  async publish(registry?: Service, registryUser?: string, registryPassword?: Secret, revision?: string, component?: string, tag: string = "latest"): Promise<File> {
    return guard(async () => {
      const access = { service: registry, user: registryUser, password: registryPassword }
      const receipt = await publishAll(this, { app: await loadApp(this), access, revision, component, tag })
      return dag.directory().withNewFile("receipt.json", receiptJson(receipt)).file("receipt.json")
    })
  }

  /**
   * Run all checks in parallel and fail when one is red.
   *
   * Fails with CHECKS_FAILED, naming each failing test and finding with file and line, or with CHECKS_UNDECIDED.
   *
   * @param component Only this component.
   * @param rerun Run again even where nothing changed.
   */
  @func()
  async checks(component?: string, rerun: boolean = false): Promise<string> {
    return this.run(allConcerns, { component, nonce: rerun ? String(Date.now()) : undefined })
  }

  /**
   * Run all checks and give their reports, red or green.
   *
   * The directory holds verdict.json, JUnit, lcov, Cobertura, SARIF, Markdown and one HTML page.
   *
   * @param component Only this component.
   */
  @func()
  async reports(component?: string): Promise<Directory> {
    return guard(async () => makeReports(await loadApp(this), { component }))
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

  private run(concerns: readonly Concern[], narrow: Narrow): Promise<string> {
    return guard(async () => {
      const outcomes = await runChecks(await loadApp(this), { concerns, ...narrow })
      const text = describeOutcomes(outcomes)
      console.log(text)
      throwRed(outcomes)
      return text
    })
  }
}
