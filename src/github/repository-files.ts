import type { GitHubRequest } from './model.ts'

/** What Dependabot looks after: the actions, and each folder's packages and images. */
export function dependabot({ config, folder }: GitHubRequest): unknown {
  const place = (path: string) => `/${[folder, path].filter((part) => part !== '.').join('/')}`
  const of = (ecosystem: string, paths: readonly string[]) =>
    [...new Set(paths.map(place))].sort().map((directory) => ({
      'package-ecosystem': ecosystem,
      directory,
      schedule: { interval: 'weekly' },
      groups: { [ecosystem]: { patterns: ['*'] } },
    }))
  const speaking = (language: string) => config.components.filter((component) => component.language === language).map(({ path }) => path)
  return {
    version: 2,
    updates: [
      ...of('github-actions', folder === '.' ? ['.'] : [folder.replaceAll(/[^/]+/g, '..')]),
      ...of('npm', speaking('node')),
      ...of('pip', speaking('python')),
      ...of('docker', config.components.flatMap(({ image }) => (image ? [image.context] : []))),
    ],
  }
}

/**
 * The rules of the branches that releases come from, as GitHub imports them.
 *
 * @see Creating rulesets for a repository, GitHub Docs: importing a ruleset
 */
export function ruleset({ config: { github } }: GitHubRequest, checks: readonly string[]): unknown {
  return {
    name: 'Reviewed and checked',
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [`refs/heads/${github.mainBranch}`, ...(github.developmentBranch ? [`refs/heads/${github.developmentBranch}`] : [])], exclude: [] } },
    rules: [
      { type: 'deletion' },
      { type: 'non_fast_forward' },
      {
        type: 'pull_request',
        parameters: {
          required_approving_review_count: 2,
          dismiss_stale_reviews_on_push: true,
          require_code_owner_review: false,
          require_last_push_approval: true,
          required_review_thread_resolution: true,
        },
      },
      {
        type: 'required_status_checks',
        parameters: { strict_required_status_checks_policy: true, do_not_enforce_on_create: false, required_status_checks: checks.map((context) => ({ context })) },
      },
    ],
    bypass_actors: [],
  }
}
