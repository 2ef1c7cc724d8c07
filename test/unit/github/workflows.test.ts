import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { gitHubWorkflowPaths } from '../../../src/github/generate.ts'
import type { Workflow } from '../../../src/github/model.ts'
import { config, everything, generate, workflow, workflows } from './sample.ts'

const jobs = (files = generate()) => workflows(files).flatMap(([path, { jobs }]) => Object.entries(jobs).map(([id, job]) => ({ id: `${path} ${id}`, job })))

describe('generated workflows', () => {
  it('are there for every event that hatchery.yaml can ask for', () => {
    expect(Object.keys(generate()).sort()).toEqual([
      '.github/dependabot.yml',
      '.github/rulesets/hatchery.json',
      ...['development', 'hotfix', 'main', 'pull-request', 'release', 'scheduled'].map((name) => `.github/workflows/hatchery-${name}.yml`),
    ])
  })

  it('leave out what hatchery.yaml does not ask for', () => {
    const files = generate('project: lib\ncomponents: { lib: { path: src, language: node } }')
    expect(Object.keys(files).filter((path) => /development|release/.test(path))).toEqual([])
    expect(Object.keys(workflow('main', files).jobs)).toEqual(['checks', 'reports'])
    expect(Object.keys(workflow('pull-request', files).jobs)).toEqual(['draft', 'checks', 'reports', 'documentation'])
  })

  it('only call: every step is an action, or one plain command', () => {
    const commands = jobs().flatMap(({ job }) => job.steps.flatMap(({ run }) => run ?? []))
    expect(commands).toEqual(['gh cache delete --all --succeed-on-no-caches'])
  })

  it('pin every action to a commit, with its version beside it', () => {
    for (const text of Object.values(generate()).filter((one) => one.includes('uses:'))) {
      for (const line of text.split('\n').filter((one) => one.includes('uses:'))) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d/)
    }
  })

  it('begin without permissions, and give no job that runs the change any right to write', () => {
    for (const [, { permissions }] of workflows()) expect(permissions).toEqual({})
    for (const id of ['draft', 'checks', 'performance', 'images', 'documentation']) expect(workflow('pull-request').jobs[id]?.permissions, id).toEqual({ contents: 'read' })
  })

  it('let only jobs with a role, or with Codecov, ask for an identity token', () => {
    const asking = jobs().filter(({ job }) => job.permissions['id-token'])
    expect(asking.length).toBeGreaterThan(3)
    for (const { id, job } of asking) expect(job.steps.some((step) => step.with?.['role-arn'] ?? step.with?.use_oidc), id).toBeTruthy()
  })

  it('hold no key of AWS and no secret outside `with`', () => {
    for (const text of Object.values(generate())) expect(text).not.toMatch(/AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY)|secrets\.AWS/)
    const oci = generate(everything.replace('{ kind: ecr, region: us-east-1 }', '{ kind: oci, address: registry.example.com }'))
    const users = jobs(oci).flatMap(({ job }) => job.steps).filter((step) => JSON.stringify(step).includes('secrets.'))
    expect(users.length).toBeGreaterThan(0)
    for (const step of users) expect(JSON.stringify({ ...step, with: undefined })).not.toContain('secrets.')
  })

  it('use the job token for ghcr.io', () => {
    const files = generate(everything.replace('{ kind: ecr, region: us-east-1 }', 'ghcr.io/acme'))
    expect(workflow('main', files).jobs.publish?.permissions).toEqual({ contents: 'read', packages: 'write' })
    expect(workflow('main', files).jobs.release?.permissions).toEqual({ contents: 'read', packages: 'read', 'id-token': 'write' })
  })

  it('release one stage at a time and never cancel a release', () => {
    const releasing = jobs().filter(({ job }) => job.steps.some((step) => /^release$|inputs.function/.test(String(step.with?.function))))
    expect(releasing.map(({ id }) => id)).toHaveLength(3)
    for (const { id, job } of releasing) {
      const stage = job.steps.find((step) => step.with?.stage)?.with?.stage
      expect(job.concurrency, id).toEqual({ group: `release-shop-${stage}`, 'cancel-in-progress': false })
      expect(job.environment, id).toBe(stage)
      expect(job.steps.at(-1)?.with, id).toMatchObject({ name: 'release', path: '${{ steps.hatchery.outputs.reports }}' })
    }
    for (const [path, { concurrency, jobs: own }] of workflows()) if (Object.values(own).some((job) => job.environment)) expect(concurrency?.['cancel-in-progress'], path).not.toBe(true)
  })

  it('look at stages without waiting for approval or releases, with a role that may only look', () => {
    const looking = Object.values(workflow('scheduled').jobs).filter(({ steps }) => steps.some((step) => step.with?.function === 'drift'))
    expect(looking.map(({ name }) => name)).toEqual(['drift staging', 'drift production'])
    for (const job of looking) {
      expect([job.environment, job.concurrency]).toEqual([undefined, undefined])
      expect(job.steps.at(-1)?.with?.['role-arn']).toBe('${{ vars.AWS_READ_ROLE_ARN }}')
    }
  })

  it('fetch the history wherever Hatchery is called', () => {
    for (const { id, job } of jobs().filter(({ job }) => job.steps.some((step) => step.id === 'hatchery'))) expect(job.steps[0]?.with?.['fetch-depth'], id).toBe(0)
  })

  it('check a draft lightly on one runner, and a ready pull request on all shards', () => {
    const { draft, checks } = workflow('pull-request').jobs
    expect(draft?.steps[1]?.with).toMatchObject({ event: 'draft', base: '${{ github.event.pull_request.base.sha }}' })
    expect(draft?.strategy).toBeUndefined()
    expect(checks?.strategy?.matrix).toEqual({ shard: ['1/3', '2/3', '3/3'] })
  })

  it('compare benchmarks with the base on a runner of their own', () => {
    const { performance } = workflow('pull-request').jobs
    expect(performance?.steps[1]?.with).toMatchObject({ function: 'performance', base: '${{ github.event.pull_request.base.sha }}' })
    expect(performance?.if).toContain('draft == false')
  })

  it('keep roles and stages away from pull requests of forks', () => {
    const own = 'github.event.pull_request.head.repo.full_name == github.repository'
    const { reports, publish, release } = workflow('pull-request').jobs
    expect([reports?.if, publish?.if]).toEqual([expect.stringContaining(own), expect.stringContaining(own)])
    expect(release?.needs).toEqual(['publish'])
  })

  it('let a push to the main branch keep the images that did not change, and a hotfix and a pull request build all', () => {
    const baseOf = (name: string) => workflow(name).jobs.publish?.steps.find((step) => step.id === 'hatchery')?.with?.base
    expect([baseOf('main'), baseOf('hotfix'), baseOf('pull-request')]).toEqual(['${{ github.event.before }}', undefined, undefined])
  })

  it('take the stages that need approval first when a person releases', () => {
    expect(workflow('release').on).toMatchObject({ workflow_dispatch: { inputs: { stage: { options: ['staging', 'production'], default: 'production' } } } })
  })

  it('use an ARM runner where all images are for ARM', () => {
    expect(workflow('main', generate(everything.replace('[linux/arm64, linux/amd64]', '[linux/arm64]'))).jobs.checks?.['runs-on']).toBe('ubuntu-24.04-arm')
    expect(workflow('main').jobs.checks?.['runs-on']).toBe('ubuntu-24.04')
  })

  it('ask for two reviewers and for the checks by the names that jobs have', () => {
    const { rules } = JSON.parse(generate()['.github/rulesets/hatchery.json'] ?? '') as { rules: { type: string; parameters?: Record<string, unknown> }[] }
    expect(rules.find(({ type }) => type === 'pull_request')?.parameters?.required_approving_review_count).toBe(2)
    expect(rules.find(({ type }) => type === 'required_status_checks')?.parameters?.required_status_checks).toEqual(
      ['checks 1/3', 'checks 2/3', 'checks 3/3', 'performance', 'images linux/arm64', 'images linux/amd64', 'documentation'].map((context) => ({ context })),
    )
  })

  it('let Dependabot look after packages, images and actions', () => {
    const { updates } = parse(generate()['.github/dependabot.yml'] ?? '') as { updates: { 'package-ecosystem': string; directory: string }[] }
    expect(updates.map((one) => `${one['package-ecosystem']} ${one.directory}`)).toEqual([
      'github-actions /', 'npm /web', 'pip /services/api', 'pip /services/migrator', 'docker /services/api', 'docker /services/migrator', 'docker /web',
    ])
  })

  it('are files of their own for an application that is not at the root', () => {
    const files = generate(everything, { folder: 'apps/shop' })
    expect(Object.keys(files)).toContain('.github/rulesets/hatchery-apps-shop.json')
    expect(Object.keys(files)).not.toContain('.github/dependabot.yml')
    const main = parse(files['.github/workflows/hatchery-apps-shop-main.yml'] ?? '') as Workflow
    expect(main.name).toBe('shop: main')
    expect(main.jobs.checks?.steps[1]?.with).toMatchObject({ 'working-directory': 'apps/shop' })
  })

  it('have no name but those that are looked for when one is to go', () => {
    for (const folder of ['.', 'apps/shop']) {
      const paths = Object.keys(generate(everything, { folder })).filter((path) => path.startsWith('.github/workflows/'))
      expect(paths.sort()).toEqual(gitHubWorkflowPaths(folder).sort())
    }
  })
})

describe('what is generated for this repository', () => {
  const generated = generate(readFileSync('hatchery.yaml', 'utf8'), { door: { uses: './', toolchain: '' }, config: config(readFileSync('hatchery.yaml', 'utf8')) })

  it.each(Object.keys(generated))('%s is up to date', (path) => {
    expect(readFileSync(path, 'utf8'), 'run: dagger call workflows export --path .').toBe(generated[path])
  })
})

describe('action.yml', () => {
  interface Action {
    inputs: Record<string, { description: string }>
    outputs: Record<string, { value: string }>
    runs: { steps: { name: string; id?: string; if?: string; uses?: string; shell?: string; run?: string; env?: Record<string, string> }[] }
  }
  const text = readFileSync('action.yml', 'utf8')
  const action = parse(text) as Action
  const { steps } = action.runs

  it('passes nothing into bash but by the environment', () => {
    for (const { name, run } of steps) expect(run ?? '', name).not.toContain('${{')
  })

  it('only calls: no branches, loops or lines of their own', () => {
    for (const { name, run = '' } of steps) {
      expect(run.trimEnd(), name).not.toContain('\n')
      expect(run, name).not.toMatch(/\b(if|then|for|while|case|function)\b [^-]/)
      expect(run, name).not.toMatch(/\beval\b|\bsource\b/)
    }
  })

  it('uses every input, and only inputs that it has', () => {
    const used = new Set([...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name))
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort())
  })

  it('takes only inputs that it has from generated workflows', () => {
    const given = jobs().flatMap(({ job }) => job.steps.filter((step) => step.uses?.startsWith('acme/hatchery')).flatMap((step) => Object.keys(step.with ?? {})))
    expect(new Set(given).size).toBeGreaterThan(5)
    for (const name of new Set(given)) expect(Object.keys(action.inputs)).toContain(name)
  })

  it('names the version of Dagger nowhere: dagger.json has it', () => {
    expect(text).not.toMatch(/v0\.\d+\.\d+/)
    expect(JSON.parse(readFileSync('dagger.json', 'utf8'))).toMatchObject({ engineVersion: expect.stringMatching(/^v\d/) as unknown })
  })

  it('pins its actions and uploads no report itself', () => {
    for (const { uses } of steps.filter((step) => step.uses)) expect(uses).toMatch(/^actions\/cache\/(restore|save)@[0-9a-f]{40}$/)
  })
})

describe('calls', () => {
  const module = readFileSync('.dagger/src/index.ts', 'utf8')
  const kebab = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  /** Functions of the module with their flags, as the command line has them. */
  const functions = new Map(
    [...module.matchAll(/@func\([^)]*\)\n(?:\s+@\w+\(\)\n)*\s+(?:async )?(\w+)\(([^)]*)\)/g)].map(([, name = '', parameters = '']) => [kebab(name), [...parameters.matchAll(/(\w+)\??:/g)].map(([, parameter = '']) => kebab(parameter))]),
  )
  const constructor = /constructor\(([^)]*)\)/.exec(module)?.[1] ?? ''
  const flags: Record<string, string> = { 'role-arn': 'with-aws', 'registry-user': 'with-registry', 'registry-password': 'with-registry' }
  const ownInputs = ['function', 'toolchain', 'working-directory', 'save-cache', 'base', 'export', ...Object.keys(flags)]

  it('go only to functions that the module has, with flags that they have', () => {
    expect(functions.size).toBeGreaterThan(15)
    expect(constructor).toContain('base?')
    const steps = jobs().flatMap(({ job }) => job.steps).filter((step) => step.uses?.startsWith('acme/hatchery'))
    for (const { with: inputs = {} } of steps) {
      for (const name of inputs.function === '${{ inputs.function }}' ? ['release', 'rollback'] : [String(inputs.function)]) {
        expect([...functions.keys()]).toContain(name)
        const optional = name === inputs.function ? [] : ['revision', 'to']
        for (const flag of Object.keys(inputs).filter((one) => !ownInputs.includes(one) && !optional.includes(one))) expect(functions.get(name), `${name} --${flag}`).toContain(flag)
      }
    }
    for (const name of ['with-aws', 'with-registry', 'reports', 'status', 'doctor']) expect([...functions.keys()]).toContain(name)
  })

  it('in docs/local-commands.md are ones that the module answers', () => {
    const lines = [...readFileSync('docs/local-commands.md', 'utf8').matchAll(/`dagger call hatchery ([^`]+)`/g)].map(([, line = '']) => line)
    expect(lines.length).toBeGreaterThan(20)
    for (const line of lines) {
      const words = line.replace(/ (export|text)( .*)?$/, '').split(' ').filter((word) => word !== '…')
      let at: string | undefined
      for (const [index, word] of words.entries()) {
        if (word.startsWith('--')) expect(at === undefined ? ['base'] : functions.get(at), line).toContain(word.slice(2))
        else if (!words[index - 1]?.startsWith('--')) expect([...functions.keys()], line).toContain((at = word))
      }
    }
  })
})
