import { type AwsPorts, buildSpecs, HatcheryError, type ReleaseRequest, type StageRun } from "../lib/pipeline.mjs"
import { buildImage } from "./images.ts"
import type { LocalWorld } from "./local.ts"
import { localRegistry } from "./local-services.ts"

export const faultNames = ["crash-loop", "bad-image", "unhealthy", "migration-fails", "smoke-fails", "throttle", "expired-token", "killed"] as const
export type Fault = (typeof faultNames)[number]

/** Thrown out of everything that a killed release does. */
export class Killed extends Error {}

/** Make a release meet a fault; the last component gets it, so that there is something to bring back. */
export async function plantFault(request: ReleaseRequest, options: { fault: Exclude<Fault, "killed" | "migration-fails">; world: LocalWorld }): Promise<ReleaseRequest> {
  const { fault, world } = options
  const component = request.stage.deploy.order.filter((name) => name !== "migrate").at(-1) ?? ""
  switch (fault) {
    case "crash-loop":
      await world.admin("POST behaviours", { match: await nextTasks(request, component), exit: { code: 1, afterSeconds: 5 } })
      return request
    case "unhealthy":
      await world.admin("POST behaviours", { match: await nextTasks(request, component), target: { state: "unhealthy", reason: "Target.ResponseCodeMismatch", description: "Health checks failed with these codes: [503]" } })
      return request
    case "bad-image":
      return { ...request, images: { ...request.images, [component]: `${localRegistry}/${world.app.config.project}/${component}@sha256:${"0".repeat(64)}` } }
    case "smoke-fails":
      return { ...request, config: { ...request.config, smoke: { ...request.config.smoke, checks: [...request.config.smoke.checks, plantedCheck] } } }
    case "throttle":
      for (const [service, nth] of [["ecs", 3], ["dynamodb", 4], ["lambda", 1]] as const) await world.admin("POST faults", { kind: "throttle", service, nth, count: 5 })
      return request
    case "expired-token":
      return whenReached(request, `release.local.deploy.${component}`, () => world.admin("POST faults", { kind: "expired-token" }))
  }
}

/** Make a release that is killed when it has begun its second step: nothing that it does after that has an effect. */
export function killable(request: ReleaseRequest): ReleaseRequest {
  let dead = false
  const alive = () => {
    if (dead) throw new Killed("killed")
  }
  const second = request.stage.deploy.order[1] ?? request.stage.deploy.order[0]
  const events: StageRun["events"] = (event) => {
    if (dead) return
    request.events(event)
    if (event.step === `release.local.deploy.${second}` && event.text?.startsWith("deployment ")) dead = true
  }
  const clock = { now: () => request.clock.now(), sleep: async (ms: number) => (alive(), await request.clock.sleep(ms), alive()) }
  return { ...request, events, clock, connect: (region) => guarded(request.connect(region), alive) }
}

/** Build the migrator with one more revision, which fails in the database, and give its image by component. */
export async function brokenMigrator(request: ReleaseRequest, world: LocalWorld): Promise<Record<string, string>> {
  const runner = request.stage.migrate
  const component = request.config.components.find(({ name }) => name === runner?.component)
  if (runner?.kind !== "lambda" || !component?.migrations) {
    throw new HatcheryError("NOT_AVAILABLE", { where: "--fault migration-fails", what: "needs a migrator that is a function and runs alembic", next: "rehearse another fault, or set `migrate: { kind: lambda }` and `migrations` of the component" })
  }
  const answer = await request.connect("local").lambda.invoke({ name: runner.function ?? "", payload: JSON.stringify({ command: "current" }), functionTimeoutSeconds: runner.timeoutSeconds })
  const current = (JSON.parse(answer.payload) as { current?: string | null }).current
  const text = `"""Planted by a rehearsal: fails in the database."""\n\nfrom alembic import op\n\nrevision = "rehearsal"\ndown_revision = ${current ? JSON.stringify(current) : "None"}\nbranch_labels = None\ndepends_on = None\n\n\ndef upgrade() -> None:\n    op.execute("SELECT 1 / 0")\n\n\ndef downgrade() -> None:\n    pass\n`
  const source = world.app.source.withNewFile(`${component.path === "." ? "" : `${component.path}/`}${component.migrations.path}/zz_rehearsal.py`, text)
  const spec = buildSpecs(world.app.config, component.name)[0]!
  const image = await buildImage(spec, { source, platform: spec.platforms[0]! })
  const repository = `${localRegistry}/${world.app.config.project}/${component.name}`
  const pushed = await image.publish(`${repository}:rehearsal`, { registryService: world.registry })
  return { [component.name]: `${repository}${pushed.slice(pushed.indexOf("@"))}` }
}

/** The tasks of the next revision of a component's task definition, and no others. */
async function nextTasks(request: ReleaseRequest, component: string): Promise<{ family: string; revision: number }> {
  const family = request.stage.deploy.services[component] ?? component
  const { definition } = await request.connect("local").ecs.describeTaskDefinition(family)
  return { family, revision: Number(definition.taskDefinitionArn?.split(":").at(-1)) + 1 }
}

const plantedCheck = { name: "planted by --fault smoke-fails", path: "/", method: "GET", headers: {}, status: 418, json: {}, header: {}, about: "application" as const }

function whenReached(request: ReleaseRequest, step: string, act: () => Promise<unknown>): ReleaseRequest {
  let planted: Promise<unknown> | undefined
  const events: StageRun["events"] = (event) => {
    request.events(event)
    if (event.step === step && event.state === "started") planted ??= act()
  }
  return { ...request, events }
}

function guarded(ports: AwsPorts, alive: () => void): AwsPorts {
  const port = (target: object) =>
    new Proxy(target, {
      get: (from, name) => {
        const value: unknown = Reflect.get(from, name)
        return typeof value !== "function" ? value : async (...args: unknown[]) => (alive(), (value as (...all: unknown[]) => unknown).apply(from, args))
      },
    })
  return Object.fromEntries(Object.entries(ports).map(([name, value]) => [name, typeof value === "object" && value !== null ? port(value as object) : value])) as unknown as AwsPorts
}
