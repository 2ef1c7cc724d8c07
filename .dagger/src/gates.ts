import { Directory } from "@dagger.io/dagger"
import { type CheckOutcome, type CheckSpec, decideContract, decideExpand, decideSchema, decideUpgrade, lintMigrationSql, parseMigrationSql, type StepRun } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { readSteps } from "./outcomes.ts"
import type { Scope } from "./plan.ts"

/** Tell whether a concern is decided by what its steps leave, rather than by exit codes and known reports. */
export const isGate = (spec: CheckSpec) => spec.concern === "contract" || spec.concern === "migrations"

/** Decide how the steps of a contract or of migrations ended. */
export async function readGate(out: Directory, options: { spec: CheckSpec; app: App; changed?: Scope["changed"] }): Promise<CheckOutcome[]> {
  const { spec, app } = options
  const steps = await readSteps(out, { spec, door: app.door })
  if (spec.concern === "contract") return steps.map((step) => decideContract(step, app.config.components.filter(({ name }) => spec.components.includes(name))))
  return steps.map((step) => decideMigration(step, options))
}

function decideMigration(step: StepRun, { app, changed }: { app: App; changed?: Scope["changed"] }): CheckOutcome {
  if (step.run.tool === "upgrade") return decideUpgrade(step)
  if (step.run.tool === "schema") return decideSchema(step)
  const { waivers } = app.config.gates.vulnerabilities
  const nowMs = Date.now()
  const rules = { lint: (sql: string) => lintMigrationSql(sql, { waivers, nowMs }).steps, statements: (sql: string) => parseMigrationSql(sql).statements }
  return decideExpand(step, { rules, waivers, nowMs, newFiles: changed ? new Set(changed.keys()) : undefined })
}
