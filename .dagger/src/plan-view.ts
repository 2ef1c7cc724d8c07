import { func, object } from "@dagger.io/dagger"
import { planJson, renderPlanText, type RunPlan } from "../lib/pipeline.mjs"

/** What will run, what will not, and why. */
@object()
export class PlanView {
  /** The plan as JSON text; it crosses to the caller only rendered. */
  plan: string

  constructor(plan: string) {
    this.plan = plan
  }

  /** Show the plan for a person. */
  @func()
  text(): string {
    return renderPlanText(JSON.parse(this.plan) as RunPlan)
  }

  /** Show the plan for machines. */
  @func()
  json(): string {
    return planJson(JSON.parse(this.plan) as RunPlan)
  }
}
