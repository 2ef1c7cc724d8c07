import { checkout, checksJob, hatchery, reportsJob, runner } from './jobs.ts'
import type { GitHubRequest, Job, Workflow } from './model.ts'
import { publishJob, stageJob, timingsJob } from './release-jobs.ts'

const base = '${{ github.event.pull_request.base.sha }}'
const head = '${{ github.event.pull_request.head.sha }}'
const ready = 'github.event.pull_request.draft == false'
/** A pull request from a fork gets no token that may write, and never a role. */
const own = 'github.event.pull_request.head.repo.full_name == github.repository'

/**
 * Check a pull request: a draft lightly on one runner, one that is ready on all shards with its images.
 *
 * It has no path filter, because a required check that never starts would block the merge; `plan` leaves out what is not affected.
 */
export function pullRequestWorkflow(request: GitHubRequest): Workflow {
  const { mainBranch, developmentBranch, pullRequestStage } = request.config.github
  const timings = timingsJob(request, { if: `${ready} && ${own}`, ref: base })
  return {
    name: 'pull request',
    on: {
      pull_request: {
        branches: [mainBranch, ...(developmentBranch ? [developmentBranch] : [])],
        types: ['opened', 'synchronize', 'reopened', 'ready_for_review', 'converted_to_draft'],
      },
    },
    permissions: {},
    concurrency: { group: `pull-request-${request.config.project}-\${{ github.event.pull_request.number }}`, 'cancel-in-progress': pullRequestStage === undefined },
    jobs: {
      draft: checksJob(request, { name: 'draft', event: 'draft', if: 'github.event.pull_request.draft', base, shards: 1 }),
      ...(timings ? { timings } : {}),
      checks: checksJob(request, { event: 'pull-request', if: ready, base, timings: timings && 'timings' }),
      reports: reportsJob(request, { needs: 'checks', if: own }),
      documentation: {
        name: 'documentation',
        if: ready,
        'runs-on': 'ubuntu-24.04',
        'timeout-minutes': 20,
        permissions: { contents: 'read' },
        steps: [checkout(), hatchery(request, { function: 'documentation', base })],
      },
      ...performanceJob(request),
      ...imageJobs(request),
      ...(pullRequestStage === undefined ? {} : stageJobs(request, pullRequestStage)),
    },
  }
}

/** Benchmarks get a runner of their own: what runs beside one changes what it measures. */
function performanceJob(request: GitHubRequest): Record<string, Job> {
  if (!request.config.components.some(({ commands }) => commands.benchmark !== undefined)) return {}
  return {
    performance: {
      name: 'performance',
      if: ready,
      'runs-on': runner(request),
      'timeout-minutes': 60,
      permissions: { contents: 'read' },
      steps: [checkout(), hatchery(request, { function: 'performance', base })],
    },
  }
}

/** A change must also build; every platform on a runner of its own. */
function imageJobs(request: GitHubRequest): Record<string, Job> {
  const { config } = request
  if (!config.components.some(({ image }) => image)) return {}
  return {
    images: {
      name: 'images ${{ matrix.platform }}',
      if: ready,
      'runs-on': runner(request),
      'timeout-minutes': 60,
      permissions: { contents: 'read' },
      strategy: { 'fail-fast': false, matrix: { platform: config.platforms } },
      steps: [checkout(), hatchery(request, { function: 'images', platform: '${{ matrix.platform }}' })],
    },
  }
}

function stageJobs(request: GitHubRequest, stage: string): Record<string, Job> {
  return {
    publish: publishJob(request, { needs: ['checks'], if: `${ready} && ${own}`, ref: head }),
    release: stageJob(request, { needs: ['publish'], stage, ref: head, revision: head }),
  }
}
