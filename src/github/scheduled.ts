import { checksJob, reportsJob } from './jobs.ts'
import type { GitHubRequest, Job, Workflow } from './model.ts'
import { stageJob } from './release-jobs.ts'

/**
 * Look on a schedule for what changed outside: dependencies and base images by really running everything again, stages by
 * comparing them with the main branch. Caches are thrown away first, so that they do not grow and are filled anew.
 */
export function scheduledWorkflow(request: GitHubRequest, stages: readonly string[]): Workflow {
  return {
    name: 'scheduled',
    on: { schedule: [{ cron: request.config.github.schedule }], workflow_dispatch: {} },
    permissions: {},
    jobs: {
      caches: cacheJob,
      checks: { ...checksJob(request, { event: 'schedule', rerun: true, saveCache: true, shards: 1 }), needs: ['caches'] },
      reports: reportsJob(request, { needs: 'checks', shards: 1 }),
      ...Object.fromEntries(stages.map((stage) => [`drift-${stage}`, driftJob(request, stage)])),
    },
  }
}

const cacheJob: Job = {
  name: 'throw caches away',
  'runs-on': 'ubuntu-24.04',
  'timeout-minutes': 10,
  permissions: { actions: 'write' },
  steps: [{ run: 'gh cache delete --all --succeed-on-no-caches', env: { GH_TOKEN: '${{ github.token }}', GH_REPO: '${{ github.repository }}' } }],
}

/**
 * Say how a stage stands and what a release of the main branch would change in it.
 *
 * It only looks, so it has a role of its own, waits for no approval and for no release.
 */
function driftJob(request: GitHubRequest, stage: string): Job {
  const { environment: _approval, concurrency: _lock, ...job } = stageJob(request, { stage, name: `drift ${stage}`, function: 'diff', role: '${{ vars.AWS_READ_ROLE_ARN }}' })
  return { ...job, 'timeout-minutes': 20 }
}
