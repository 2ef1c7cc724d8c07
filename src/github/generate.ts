import { actionVersions } from './actions.ts'
import { developmentWorkflow, hotfixWorkflow, mainWorkflow } from './branches.ts'
import { releaseWorkflow } from './by-hand.ts'
import type { GitHubRequest, Workflow } from './model.ts'
import { pullRequestWorkflow } from './pull-request.ts'
import { dependabot, ruleset } from './repository-files.ts'
import { scheduledWorkflow } from './scheduled.ts'
import { yamlText } from './yaml-text.ts'

/**
 * Generate the GitHub files of a repository: path in the repository to text.
 *
 * Pure; every job only calls the action with inputs.
 */
export function generateGitHubFiles(request: GitHubRequest): Readonly<Record<string, string>> {
  const { config, door, folder } = request
  const stages = config.stages.map(({ name }) => name).filter((name) => name !== 'local')
  const { developmentBranch } = config.github
  const pullRequest = pullRequestWorkflow(request)
  const named = folder === '.' ? (workflow: Workflow) => workflow : (workflow: Workflow): Workflow => ({ ...workflow, name: `${config.project}: ${workflow.name}` })
  const workflows: Record<string, Workflow> = {
    'pull-request': pullRequest,
    main: mainWorkflow(request),
    hotfix: hotfixWorkflow(request),
    ...(developmentBranch === undefined ? {} : { development: developmentWorkflow(request, developmentBranch) }),
    ...(stages.length > 0 ? { release: releaseWorkflow(request, stages) } : {}),
    scheduled: scheduledWorkflow(request, stages),
  }
  const versions = new Map([...actionVersions, ...(door.version === undefined ? [] : [[door.uses, door.version] as const])])
  return {
    ...Object.fromEntries(Object.entries(workflows).map(([name, workflow]) => [pathOf(folder, name), yamlText(named(workflow), versions)])),
    // A repository has one of these, and the application at its root writes it.
    ...(folder === '.' ? { [dependabotPath]: yamlText(dependabot(request)) } : {}),
    [`.github/rulesets/${stem(folder)}.json`]: `${JSON.stringify(ruleset(request, checkNames(pullRequest)), undefined, 2)}\n`,
  }
}

export const dependabotPath = '.github/dependabot.yml'

/** Every workflow that may be generated for the application in a folder of the repository; one that is not generated any more goes. */
export function gitHubWorkflowPaths(folder: string): string[] {
  return ['pull-request', 'main', 'hotfix', 'development', 'release', 'scheduled'].map((name) => pathOf(folder, name))
}

/** Applications in one repository have files of their own. */
const stem = (folder: string): string => (folder === '.' ? 'hatchery' : `hatchery-${folder.replaceAll(/[^\w.]+/g, '-')}`)
const pathOf = (folder: string, name: string): string => `.github/workflows/${stem(folder)}-${name}.yml`

/** Names under which GitHub reports the jobs that a merge needs. */
function checkNames({ jobs }: Workflow): string[] {
  return ['checks', 'performance', 'images', 'documentation'].flatMap((id) => {
    const job = jobs[id]
    if (!job) return []
    const [variable, values] = Object.entries(job.strategy?.matrix ?? {})[0] ?? []
    return values ? values.map((value) => job.name.replace(`\${{ matrix.${variable} }}`, value)) : [job.name]
  })
}
