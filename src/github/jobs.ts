import type { PlanEvent } from '../plan/model.ts'
import { pinnedAction } from './actions.ts'
import type { GitHubRequest, Job, Step } from './model.ts'

/** Runner for all jobs: where every image is for ARM, an ARM one, so that nothing is emulated. */
export function runner({ config }: GitHubRequest): string {
  const built = config.components.some(({ image }) => image)
  return built && config.platforms.every((platform) => platform === 'linux/arm64') ? 'ubuntu-24.04-arm' : 'ubuntu-24.04'
}

/**
 * Check out with the whole history, since change detection needs the merge base.
 *
 * @param ref Commit instead of the one that started the workflow.
 */
export function checkout(ref?: string): Step {
  return { uses: pinnedAction('checkout'), with: { 'fetch-depth': 0, 'persist-credentials': false, ...(ref === undefined ? {} : { ref }) } }
}

/** Call one function through the action. */
export function hatchery({ door, folder }: GitHubRequest, inputs: Readonly<Record<string, string | boolean>>): Step {
  return {
    id: 'hatchery',
    uses: door.uses,
    with: { ...inputs, toolchain: door.toolchain, ...(folder === '.' ? {} : { 'working-directory': folder }) },
  }
}

/** Keep the reports that a call wrote as an artifact of the run. */
export function keepReports(name: string): Step {
  return {
    if: "always() && steps.hatchery.outputs.reports != ''",
    uses: pinnedAction('uploadArtifact'),
    with: { name, path: '${{ steps.hatchery.outputs.reports }}', 'if-no-files-found': 'error', overwrite: true },
  }
}

interface Checks {
  readonly name?: string
  /** Id of the job whose timings all shards are split by. */
  readonly timings?: string | undefined
  readonly if?: string
  readonly event: PlanEvent
  /** Commit to compare with; without it everything is covered. */
  readonly base?: string
  readonly shards?: number
  /** Keep the engine's state for later runs. */
  readonly saveCache?: boolean
  readonly rerun?: boolean
}

/** The job that checks, on as many runners as there are shards, and keeps the reports. */
export function checksJob(request: GitHubRequest, { name = 'checks', shards = request.config.github.shards, ...options }: Checks): Job {
  const split = shards > 1
  const { timings } = options
  const kept = `needs.${timings}.outputs.kept != ''`
  return {
    name: split ? `${name} \${{ matrix.shard }}` : name,
    ...(timings === undefined ? {} : { needs: [timings] }),
    ...checksCondition(options.if, timings),
    'runs-on': runner(request),
    'timeout-minutes': 60,
    permissions: { contents: 'read' },
    ...(split ? { strategy: { 'fail-fast': false, matrix: { shard: Array.from({ length: shards }, (_, at) => `${at + 1}/${shards}`) } } } : {}),
    outputs: { reports: '${{ steps.hatchery.outputs.reports }}' },
    steps: [
      checkout(),
      // A shard that failed to fetch them fails: split otherwise than its siblings, it would leave tests out.
      ...(timings === undefined ? [] : [{ if: kept, uses: pinnedAction('downloadArtifact'), with: { name: 'timings', path: timingsFolder } }]),
      hatchery(request, {
        function: 'checks',
        event: options.event,
        ...(options.base === undefined ? {} : { base: options.base }),
        ...(split ? { shard: '${{ matrix.shard }}' } : {}),
        ...(timings === undefined ? {} : { timings: `\${{ ${kept} && format('{0}/hatchery-timings/timings.json', runner.temp) || '' }}` }),
        ...(options.rerun ? { rerun: true } : {}),
        ...(options.saveCache ? { 'save-cache': split ? '${{ strategy.job-index == 0 }}' : true } : {}),
      }),
      keepReports(split ? 'reports-${{ strategy.job-index }}' : 'reports'),
    ],
  }
}

/** Where jobs put timings.json, outside the checkout. */
export const timingsFolder = '${{ runner.temp }}/hatchery-timings'

/** Checks also run where the timings are not to be had: then no shard has them. */
function checksCondition(condition: string | undefined, timings: string | undefined): Pick<Job, 'if'> {
  const all = [condition, timings === undefined ? undefined : '!cancelled()'].filter((one) => one !== undefined)
  return all.length === 0 ? {} : { if: all.join(' && ') }
}

/** The job that hands reports to GitHub code scanning and Codecov; it alone may write there, and it runs no code of the change. */
export function reportsJob(request: GitHubRequest, options: { needs: string; if?: string; shards?: number }): Job {
  const { folder } = request
  const { shards = request.config.github.shards } = options
  const split = shards > 1
  return {
    name: split ? 'upload reports ${{ matrix.part }}' : 'upload reports',
    needs: [options.needs],
    if: [`always() && needs.${options.needs}.outputs.reports != ''`, options.if].filter(Boolean).join(' && '),
    'runs-on': 'ubuntu-24.04',
    'timeout-minutes': 10,
    permissions: { contents: 'read', 'security-events': 'write', 'id-token': 'write' },
    ...(split ? { strategy: { 'fail-fast': false, matrix: { part: Array.from({ length: shards }, (_, at) => String(at)) } } } : {}),
    steps: [
      { uses: pinnedAction('checkout'), with: { 'persist-credentials': false } },
      { uses: pinnedAction('downloadArtifact'), with: { name: split ? 'reports-${{ matrix.part }}' : 'reports', path: 'reports' } },
      {
        uses: pinnedAction('uploadSarif'),
        with: { sarif_file: 'reports/results.sarif', category: `${request.config.project}${split ? '-${{ matrix.part }}' : ''}`, ...(folder === '.' ? {} : { checkout_path: `\${{ github.workspace }}/${folder}` }) },
      },
      {
        if: 'always()',
        uses: pinnedAction('codecov'),
        with: { use_oidc: true, files: 'reports/lcov.info', disable_search: true, handle_no_reports_found: true, ...(folder === '.' ? {} : { root_dir: folder }) },
      },
    ],
  }
}
