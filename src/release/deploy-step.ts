import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'
import { deployService } from '../rollout/deploy.ts'
import { findService } from '../rollout/find-service.ts'
import { failureOf, sayVerdict } from '../rollout/outcome.ts'
import { serviceFacts } from '../rollout/service-facts.ts'
import { startDeployment, primaryOf, type Started } from '../rollout/start.ts'
import { findServiceDeployment } from '../rollout/stop.ts'
import { watchDeployments, type Outcome, type WatchOptions } from '../rollout/watch.ts'
import { HatcheryError } from '../shared/errors.ts'
import { keptEvidence } from './kept-evidence.ts'
import type { Journal } from './journal.ts'
import type { DeployFacts, StepRecord } from './records.ts'
import { say, type Prepared } from './request.ts'

/** Where a step stands. */
export interface StepPlace {
  readonly region: string
  readonly at: number
  readonly name: string
}

export interface StepAround {
  readonly journal: Journal
  /** Keeps the lease while it sleeps. */
  readonly clock: Clock
}

/**
 * Bring one component out in one region, or go on where an earlier run stopped.
 *
 * @throws {HatcheryError} `DEPLOYMENT_*` with the evidence.
 */
export async function deployStep(run: Prepared, place: StepPlace, { journal, clock }: StepAround): Promise<void> {
  const before = journal.step(place.region, place.at)
  if (before?.state === 'done') return
  const outcome = before?.deploy?.taskDefinition && before.state !== 'preparing' ? await goOn(run, { place, before, facts: before.deploy }, { journal, clock }) : await begin(run, place, { journal, clock })
  const facts: DeployFacts = { previousTaskDefinition: outcome.started.previousTaskDefinition, taskDefinition: outcome.started.taskDefinition, deploymentId: outcome.started.deploymentId, startedAtMs: outcome.started.startedAtMs, ...(outcome.service ? { service: serviceFacts(outcome.service) } : {}) }
  const failure = failureOf(outcome)
  const superseded = outcome.verdict.kind === 'superseded'
  await journal.writeStep(place, { state: failure ? 'failed' : 'done', text: sayVerdict(outcome.verdict), ...keptEvidence(failure), endedAtMs: clock.now(), deploy: { ...facts, ...(superseded ? { superseded } : {}) } })
  if (failure) throw failure
}

function begin(run: Prepared, place: StepPlace, { journal, clock }: StepAround): Promise<Outcome> {
  const { deploy, cluster } = run.stage
  const service = serviceOf(run, place.name)
  const target = run.targets?.[place.region]?.[place.name]
  if (target !== undefined) return bring(run, { place, service, target }, { journal, clock })
  const image = run.images[place.name]
  if (image === undefined) throw new HatcheryError('CONFIG_INVALID', { what: 'no image is given for this component', where: `component ${place.name}`, next: 'Publish it first; the receipt names every image of the release.' })
  const request = {
    cluster,
    service,
    change: { images: { [deploy.containers[place.name] ?? place.name]: image }, labels: { 'hatchery.revision': run.revision }, env: deploy.env, revision: run.revision },
    tags: { 'hatchery:release': journal.record.id },
  }
  return deployService(run.ports(place.region), request, {
    ...watching(run, place, clock),
    journal: {
      preparing: async (known) => void (await journal.writeStep(place, { state: 'preparing', deploy: known })),
      starting: async (known) => void (await journal.writeStep(place, { state: 'starting', deploy: known })),
      started: async ({ deploymentId }) => {
        const deploy = journal.step(place.region, place.at)?.deploy
        if (deploy) await journal.writeStep(place, { state: 'started', deploy: { ...deploy, deploymentId } })
      },
    },
  })
}

/** Bring a service to a task definition that it had before. */
async function bring(run: Prepared, to: { readonly place: StepPlace; readonly service: string; readonly target: string }, { journal, clock }: StepAround): Promise<Outcome> {
  const ports = run.ports(to.place.region)
  const at = { cluster: run.stage.cluster, service: to.service }
  const now = await retryTransient(() => findService(ports, at), { clock })
  const facts = { previousTaskDefinition: now.taskDefinition, taskDefinition: to.target, startedAtMs: clock.now() }
  await journal.writeStep(to.place, { state: 'starting', deploy: facts })
  const started = await startDeployment(ports, { ...at, ...facts, clock })
  await journal.writeStep(to.place, { state: 'started', deploy: { ...facts, deploymentId: started.deploymentId } })
  return watchOne(run, { place: to.place, started }, clock)
}

/** Take up what an earlier run had written that it would start: adopt it, read how it ended, or start it now if it never began. */
async function goOn(run: Prepared, known: { readonly place: StepPlace; readonly before: StepRecord; readonly facts: DeployFacts }, { journal, clock }: StepAround): Promise<Outcome> {
  const { place, facts, before } = known
  const ports = run.ports(place.region)
  const at = { cluster: run.stage.cluster, service: serviceOf(run, place.name) }
  const { previousTaskDefinition, taskDefinition = '' } = facts
  const startedAtMs = facts.startedAtMs ?? before.beganAtMs
  say(run, { step: stepName(place), state: 'progress', text: `an earlier run had begun this (${before.state}); going on with it` })
  const service = await retryTransient(() => findService(ports, at), { clock })
  const started: Started = { ...at, deploymentId: facts.deploymentId ?? '', taskDefinition, previousTaskDefinition, startedAtMs }
  const ours = primaryOf(service, taskDefinition)
  if (ours) return watchOne(run, { place, started: { ...started, deploymentId: ours.id } }, clock)
  const record = await retryTransient(() => findServiceDeployment(ports, started), { clock })
  if (record) return watchOne(run, { place, started }, clock)
  const begun = await startDeployment(ports, { ...at, taskDefinition, previousTaskDefinition, clock })
  await journal.writeStep(place, { state: 'started', deploy: { ...facts, deploymentId: begun.deploymentId } })
  return watchOne(run, { place, started: begun }, clock)
}

async function watchOne(run: Prepared, one: { readonly place: StepPlace; readonly started: Started }, clock: Clock): Promise<Outcome> {
  const [outcome] = await watchDeployments(run.ports(one.place.region), [one.started], watching(run, one.place, clock))
  return outcome as Outcome
}

/** How a step of this run is followed. */
export function watching(run: Prepared, place: StepPlace, clock: Clock): WatchOptions & { readonly clock: Clock } {
  return { clock, random: run.random, endEarly: run.targets === undefined, timeoutSeconds: run.stage.deploy.timeoutSeconds, onProgress: (_service, text) => say(run, { step: stepName(place), state: 'progress', text }) }
}

export function stepName(place: Pick<StepPlace, 'region' | 'name'>): string {
  return place.name === 'migrate' ? `release.${place.region}.migrate` : `release.${place.region}.deploy.${place.name}`
}

/** @throws {HatcheryError} `CONFIG_INVALID` for a component that the stage has no service for. */
export function serviceOf(run: Pick<Prepared, 'stage'>, component: string): string {
  const service = run.stage.deploy.services[component]
  if (service) return service
  throw new HatcheryError('CONFIG_INVALID', { what: 'the stage has no service for this component', where: `component ${component}`, next: 'Name it under `deploy.services` of the stage.' })
}
