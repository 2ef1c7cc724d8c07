import { checksJob, reportsJob } from './jobs.ts'
import type { GitHubRequest, Workflow } from './model.ts'
import { pathFilters } from './path-filters.ts'
import { publishJob, stageJob } from './release-jobs.ts'

/** What the branch was before a push. After a force-push, or where there was nothing, everything counts as changed. */
const before = '${{ github.event.before }}'

/** Check a push to the main branch, publish its images and release them to the stage that hatchery.yaml names. */
export function mainWorkflow(request: GitHubRequest): Workflow {
  const { config } = request
  const { mainBranch, mainStage } = config.github
  const images = config.components.some(({ image }) => image)
  return {
    name: 'main',
    on: { push: { branches: [mainBranch], paths: pathFilters(request) } },
    permissions: {},
    jobs: {
      checks: checksJob(request, { event: 'push-main', saveCache: true, shards: 1 }),
      reports: reportsJob(request, { needs: 'checks', shards: 1 }),
      ...(images ? { publish: publishJob(request, { needs: ['checks'], timingsOf: 'checks', base: before }) } : {}),
      ...(images && mainStage !== undefined ? { release: stageJob(request, { needs: ['publish'], stage: mainStage, revision: '${{ github.sha }}' }) } : {}),
    },
  }
}

/** Check a push to the development branch. */
export function developmentWorkflow(request: GitHubRequest, branch: string): Workflow {
  return {
    name: 'development',
    on: { push: { branches: [branch], paths: pathFilters(request) } },
    permissions: {},
    jobs: { checks: checksJob(request, { event: 'push-main', shards: 1 }), reports: reportsJob(request, { needs: 'checks', shards: 1 }) },
  }
}

/** Check all of a hotfix and publish its images; a person releases it. It has no path filter: a hotfix is never left out. */
export function hotfixWorkflow(request: GitHubRequest): Workflow {
  const { config } = request
  return {
    name: 'hotfix',
    on: { push: { branches: [config.github.hotfixBranches] } },
    permissions: {},
    jobs: {
      checks: checksJob(request, { event: 'hotfix', shards: 1 }),
      reports: reportsJob(request, { needs: 'checks', shards: 1 }),
      ...(config.components.some(({ image }) => image) ? { publish: publishJob(request, { needs: ['checks'] }) } : {}),
    },
  }
}
