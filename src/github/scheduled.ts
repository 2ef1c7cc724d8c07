import { checksJob, reportsJob } from './jobs.ts'
import type { GitHubRequest, Job, Workflow } from './model.ts'
import { lookJob } from './release-jobs.ts'

/**
 * Look on a schedule for what changed outside: dependencies and base images by really running everything again, stages by
 * comparing them with what their last good release left. Caches are thrown away first, so that they do not grow and are filled anew.
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
      ...Object.fromEntries(stages.map((stage) => [`drift-${stage}`, lookJob(request, { stage, name: `drift ${stage}`, function: 'drift' })])),
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
