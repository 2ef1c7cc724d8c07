import { checkout, hatchery, runner } from './jobs.ts'
import type { GitHubRequest, Job, Permissions } from './model.ts'

/** The role that jobs take on by OIDC: a variable of the repository or of the environment, never a key. */
const deployRole = '${{ vars.AWS_DEPLOY_ROLE_ARN }}'

/** Functions that take no lock. */
const looks = ['diff', 'status']
const by = 'github ${{ github.repository }} run ${{ github.run_id }}'

interface Publish {
  readonly needs?: readonly string[]
  readonly if?: string
  /** Commit to publish, where it is not the one that started the workflow. */
  readonly ref?: string
  readonly saveCache?: boolean
}

/** The job that publishes all images under the commit. */
export function publishJob(request: GitHubRequest, options: Publish): Job {
  const access = registryAccess(request)
  return {
    name: 'publish',
    ...(options.needs ? { needs: options.needs } : {}),
    ...(options.if === undefined ? {} : { if: options.if }),
    'runs-on': runner(request),
    'timeout-minutes': 60,
    permissions: access.permissions,
    steps: [checkout(options.ref), hatchery(request, { function: 'publish', ...access.inputs, ...(options.saveCache ? { 'save-cache': true } : {}) })],
  }
}

interface Act {
  readonly stage: string
  readonly name?: string
  /** `release` by default. */
  readonly function?: string
  readonly needs?: readonly string[]
  readonly if?: string
  readonly ref?: string
  readonly revision?: string
  readonly to?: string
  /** Role to take on, where it is not the deploying one. */
  readonly role?: string
}

/** The job that acts on one stage; its environment holds approval, and one job a stage runs at a time, never cancelled. */
export function stageJob(request: GitHubRequest, options: Act): Job {
  const access = registryAccess(request)
  return {
    name: options.name ?? `release ${options.stage}`,
    ...(options.needs ? { needs: options.needs } : {}),
    ...(options.if === undefined ? {} : { if: options.if }),
    'runs-on': runner(request),
    // GitHub ends a job after six hours; a canary may take most of them.
    'timeout-minutes': 360,
    environment: options.stage,
    permissions: { ...access.permissions, 'id-token': 'write' },
    concurrency: { group: `release-${options.stage}`, 'cancel-in-progress': false },
    steps: [
      checkout(options.ref),
      hatchery(request, {
        function: options.function ?? 'release',
        stage: options.stage,
        ...access.inputs,
        'role-arn': options.role ?? deployRole,
        ...(options.revision === undefined ? {} : { revision: options.revision }),
        ...(options.to === undefined ? {} : { to: options.to }),
        ...(looks.includes(options.function ?? 'release') ? {} : { by }),
      }),
    ],
  }
}

/** The least that a registry asks of a job: ECR takes the role, ghcr.io the job's own token, others an account from secrets. */
function registryAccess({ config: { registry } }: GitHubRequest): { permissions: Permissions; inputs: Readonly<Record<string, string>> } {
  if (registry.kind === 'ecr') return { permissions: { contents: 'read', 'id-token': 'write' }, inputs: { 'role-arn': deployRole } }
  if (registry.address === 'ghcr.io') {
    return { permissions: { contents: 'read', packages: 'write' }, inputs: { 'registry-user': '${{ github.actor }}', 'registry-password': '${{ github.token }}' } }
  }
  return { permissions: { contents: 'read' }, inputs: { 'registry-user': '${{ secrets.REGISTRY_USER }}', 'registry-password': '${{ secrets.REGISTRY_PASSWORD }}' } }
}
