import { pinnedAction } from './actions.ts'
import { checkout, hatchery, keepReports, runner, timingsFolder } from './jobs.ts'
import type { GitHubRequest, Job, Permissions } from './model.ts'

/** The role that jobs take on by OIDC: a variable of the repository or of the environment, never a key. */
const deployRole = '${{ vars.AWS_DEPLOY_ROLE_ARN }}'
/** One that may only look. */
const readRole = '${{ vars.AWS_READ_ROLE_ARN }}'

interface Publish {
  readonly needs?: readonly string[]
  readonly if?: string
  /** Commit to publish, where it is not the one that started the workflow. */
  readonly ref?: string
  /** Commit whose images the components have that did not change since; what it was not published with is built. */
  readonly base?: string
  readonly saveCache?: boolean
  /** Id of the job whose reports tell the timings to keep for later shards. */
  readonly timingsOf?: string
}

/** The job that publishes all images under the commit. */
export function publishJob(request: GitHubRequest, options: Publish): Job {
  const access = registryAccess(request, 'write')
  const there = `needs.${options.timingsOf}.outputs.reports != ''`
  const timings = options.timingsOf !== undefined && request.config.github.shards > 1
  return {
    name: 'publish',
    ...(options.needs ? { needs: options.needs } : {}),
    ...(options.if === undefined ? {} : { if: options.if }),
    'runs-on': runner(request),
    'timeout-minutes': 60,
    permissions: access.permissions,
    steps: [
      checkout(options.ref),
      ...(timings ? [{ if: there, uses: pinnedAction('downloadArtifact'), with: { name: 'reports', path: timingsFolder } }] : []),
      hatchery(request, {
        function: 'publish',
        by: '${{ github.server_url }}/${{ github.workflow_ref }}',
        ...(timings ? { timings: `\${{ ${there} && format('{0}/hatchery-timings/timings.json', runner.temp) || '' }}` } : {}),
        ...(options.base === undefined ? {} : { base: options.base }),
        ...access.inputs,
        ...(options.saveCache ? { 'save-cache': true } : {}),
      }),
    ],
  }
}

/**
 * The job that fetches the kept test timings once for all shards; undefined where nothing is split or no registry keeps any.
 *
 * It reads the registry and runs no code of the change: even what hatchery.yaml and dagger.json say is the base's. Where it fails, its output
 * is empty and no shard has timings.
 */
export function timingsJob(request: GitHubRequest, options: { if: string; ref: string }): Job | undefined {
  const { config } = request
  if (config.github.shards < 2 || !config.components.some(({ image }) => image)) return undefined
  const access = registryAccess(request, 'read')
  const role = config.registry.kind === 'ecr' ? { 'role-arn': readRole } : {}
  return {
    name: 'timings',
    if: options.if,
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 10,
    'continue-on-error': true,
    permissions: access.permissions,
    outputs: { kept: '${{ steps.upload.outputs.artifact-id }}' },
    steps: [
      checkout(options.ref),
      hatchery(request, { function: 'timings', export: `${timingsFolder}/timings.json`, ...access.inputs, ...role }),
      { id: 'upload', uses: pinnedAction('uploadArtifact'), with: { name: 'timings', path: `${timingsFolder}/timings.json`, 'if-no-files-found': 'error', overwrite: true } },
    ],
  }
}

interface Act {
  readonly stage: string
  readonly name?: string
  /** `release` by default. */
  readonly function?: string
  readonly needs?: readonly string[]
  readonly ref?: string
  readonly revision?: string
  readonly to?: string
}

/** The job that acts on one stage; its environment holds approval, and one job a stage runs at a time, never cancelled. */
export function stageJob(request: GitHubRequest, options: Act): Job {
  const { stage, ref, needs, revision, to } = options
  const access = registryAccess(request, 'read')
  // GitHub starts the job only after the environment's reviewers have agreed.
  const approval = request.config.stages.some((one) => one.approval === 'required') ? { 'approved-by': `the reviewers of environment ${stage}` } : {}
  const inputs = { function: options.function ?? 'release', stage, ...access.inputs, ...approval, 'role-arn': deployRole, by: 'github ${{ github.repository }} run ${{ github.run_id }}' }
  return {
    name: options.name ?? `release ${stage}`,
    ...(needs ? { needs } : {}),
    'runs-on': runner(request),
    // GitHub ends a job after six hours; a canary may take most of them.
    'timeout-minutes': 360,
    environment: stage,
    permissions: { ...access.permissions, 'id-token': 'write' },
    concurrency: { group: `release-${request.config.project}-${stage}`, 'cancel-in-progress': false },
    steps: [checkout(ref), hatchery(request, { ...inputs, ...(revision === undefined ? {} : { revision }), ...(to === undefined ? {} : { to }) }), keepReports('release')],
  }
}

/** The job that only looks at a stage: with a role of its own, waiting for no approval and for no release. */
export function lookJob(request: GitHubRequest, options: { stage: string; name: string; function: string }): Job {
  return {
    name: options.name,
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 20,
    permissions: { contents: 'read', 'id-token': 'write' },
    steps: [checkout(), hatchery(request, { function: options.function, stage: options.stage, 'role-arn': readRole })],
  }
}

/** The least that a registry asks of a job: ECR takes the role, ghcr.io the job's own token, others an account from secrets. */
function registryAccess({ config: { registry } }: GitHubRequest, packages: 'read' | 'write'): { permissions: Permissions; inputs: Readonly<Record<string, string>> } {
  if (registry.kind === 'ecr') return { permissions: { contents: 'read', 'id-token': 'write' }, inputs: { 'role-arn': deployRole } }
  if (registry.address === 'ghcr.io') {
    return { permissions: { contents: 'read', packages }, inputs: { 'registry-user': '${{ github.actor }}', 'registry-password': '${{ github.token }}' } }
  }
  return { permissions: { contents: 'read' }, inputs: { 'registry-user': '${{ secrets.REGISTRY_USER }}', 'registry-password': '${{ secrets.REGISTRY_PASSWORD }}' } }
}
