import type { GitHubRequest, Workflow } from './model.ts'
import { stageJob } from './release-jobs.ts'

/**
 * Let a person release a stage or roll it back.
 *
 * The job's environment is the stage: its reviewers and branches, set in GitHub, are the approval.
 */
export function releaseWorkflow(request: GitHubRequest, stages: readonly string[]): Workflow {
  const { config } = request
  const careful = config.stages.find(({ name, approval }) => approval === 'required' && stages.includes(name))
  const chosen = careful?.name ?? stages[0]
  return {
    name: 'release',
    on: {
      workflow_dispatch: {
        inputs: {
          stage: { description: 'Stage to act on', type: 'choice', options: stages, default: chosen, required: true },
          function: { description: 'What to do', type: 'choice', options: ['release', 'rollback'], default: 'release', required: true },
          revision: { description: 'For a release: the published commit; empty: the one that this runs on', type: 'string', required: false },
          to: { description: 'For a rollback: the release to go back to; empty: the one before', type: 'string', required: false },
        },
      },
    },
    permissions: {},
    jobs: {
      release: stageJob(request, {
        name: '${{ inputs.function }} ${{ inputs.stage }}',
        stage: '${{ inputs.stage }}',
        function: '${{ inputs.function }}',
        revision: '${{ inputs.revision }}',
        to: '${{ inputs.to }}',
      }),
    },
  }
}
