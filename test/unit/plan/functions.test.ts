import { describe, expect, it } from 'vitest'
import { isBasePrevious, parsePlanEvent } from '../../../src/plan/event-rules.ts'
import { planEvents, planFunctions } from '../../../src/plan/model.ts'
import { planJson, renderPlanText } from '../../../src/plan/render.ts'
import { changedTo, config, plan, running } from './fixture.ts'

const why = (made: ReturnType<typeof plan>, name: string) => made.functions.find((one) => one.name === name)?.why

describe('functions of a plan', () => {
  it('decides about every function for every event', () => {
    for (const event of planEvents) expect(plan(undefined, { event }).functions.map(({ name }) => name)).toEqual([...planFunctions])
  })

  it('runs for a pull request what concerns the affected components, and publishes nothing', () => {
    const made = plan(changedTo('backend/app.py'))
    expect(running(made)).toEqual({
      lint: ['api', 'worker'],
      typecheck: ['api', 'worker'],
      test: ['api', 'worker'],
      security: ['api', 'worker', 'migrator'],
      migrations: ['migrator'],
      image: ['api', 'worker', 'migrator'],
    })
    expect(why(made, 'contract')).toBe('no component that it concerns is affected')
    expect(why(made, 'performance')).toBe('no component has a benchmark (commands.benchmark)')
    expect(why(made, 'publish')).toBe('a pull request publishes nothing')
  })

  it('compares benchmarks where there is a base, in pull requests and by hand', () => {
    const measured = config('project: x\ncomponents: { a: { path: a, language: node, commands: { benchmark: npm run bench } }, b: { path: b, language: node } }\n')
    expect(running(plan(changedTo('a/x', 'b/x'), { config: measured })).performance).toEqual(['a'])
    expect(running(plan(changedTo('a/x'), { config: measured, event: 'manual' })).performance).toEqual(['a'])
    expect(why(plan(undefined, { config: measured, event: 'manual' }), 'performance')).toBe('there is no base to compare with')
    expect(why(plan(changedTo('a/x'), { config: measured, event: 'push-main' }), 'performance')).toBe('its pull request compared it')
  })

  it('checks a draft lightly', () => {
    expect(running(plan(changedTo('worker/a.py'), { event: 'draft' }))).toEqual({ lint: ['worker'], typecheck: ['worker'], test: ['worker'] })
  })

  it('publishes the whole set on main, also what did not change', () => {
    const made = plan(changedTo('worker/a.py'), { event: 'push-main' })
    expect(running(made)).toMatchObject({ image: ['worker'], publish: ['web', 'api', 'worker', 'migrator'], sbom: ['worker'] })
    expect(why(made, 'publish')).toBe('worker changed; web, api, migrator only gets the new tag')
    expect(why(made, 'release')).toBe('hatchery.yaml names no stage for this event (github.mainStage)')
  })

  it('runs nothing when nothing that matters changed', () => {
    expect(running(plan(changedTo('README.md'), { event: 'push-main' }))).toEqual({})
  })

  it('covers every component for a hotfix, without benchmarks', () => {
    const made = plan(changedTo('README.md'), { event: 'hotfix' })
    expect(made.components.every(({ affected }) => affected)).toBe(true)
    expect(running(made)).toHaveProperty('publish')
    expect(why(made, 'performance')).toBe('a hotfix does not wait for benchmarks')
  })

  it('looks at a schedule for what changes outside the code', () => {
    expect(Object.keys(running(plan(changedTo('README.md'), { event: 'schedule' })))).toEqual(['test', 'security', 'migrations', 'image'])
  })

  it('releases where hatchery.yaml asks for it', () => {
    const staged = config('project: x\ncomponents: { a: { path: a, image: {} } }\nstages: { staging: {} }\ngithub: { mainStage: staging, pullRequestStage: staging }\n')
    const release = (event: 'push-main' | 'pull-request' | 'draft', path: string) => plan(changedTo(path), { config: staged, event }).functions.find(({ name }) => name === 'release')
    expect(release('push-main', 'a/x')).toEqual({ name: 'release', run: true, why: 'a changed', components: ['a'], stage: 'staging' })
    expect(release('pull-request', 'a/x')).toMatchObject({ run: true, stage: 'staging' })
    expect(release('push-main', 'README.md')).toMatchObject({ run: false, why: 'no component with an image is affected' })
    expect(release('draft', 'a/x')).toMatchObject({ run: false })
    expect(running(plan(changedTo('a/x'), { config: staged }))).toHaveProperty('publish')
  })

  it('takes the base of a push, and of nothing else, for what the branch was before', () => {
    expect(planEvents.filter(isBasePrevious)).toEqual(['push-main'])
  })

  it('refuses an event without a rule', () => {
    expect(() => parsePlanEvent('pull_request')).toThrow('did you mean pull-request?')
    expect(parsePlanEvent('hotfix')).toBe('hotfix')
  })
})

describe('a plan as text', () => {
  it('says what is affected, what runs, and why', () => {
    expect(renderPlanText(plan(changedTo('backend/app.py', 'README.md')))).toBe(`A pull request, compared with main at aaaaaaaaaaaa: 2 files changed.

Components
  web       unchanged  nothing that it is made of changed
  api       affected   backend/app.py: it is in backend
  worker    affected   it depends on api
  migrator  affected   it depends on api

Functions
  lint         run   api, worker (2 of 3 components that it concerns are affected)
  typecheck    run   api, worker (2 of 3 components that it concerns are affected)
  test         run   api, worker (2 of 3 components that it concerns are affected)
  security     run   api, worker, migrator (3 of 4 components that it concerns are affected)
  migrations   run   migrator (1 of 1 components that it concerns are affected)
  contract     skip  no component that it concerns is affected
  performance  skip  no component has a benchmark (commands.benchmark)
  image        run   api, worker, migrator (3 of 4 components that it concerns are affected)
  publish      skip  a pull request publishes nothing
  sbom         skip  a pull request publishes nothing
  release      skip  a pull request releases nothing

Affecting nothing
  README.md  nothing is built from *.md
`)
  })

  it('says why everything is covered', () => {
    expect(renderPlanText(plan(undefined))).toMatch(/^A pull request\.\nEverything is covered: no base given\.\n/)
  })

  it('keeps a path with a newline on its line', () => {
    expect(renderPlanText(plan(changedTo('worker/a\nFunctions')))).toContain('"worker/a\\nFunctions": it is in worker')
  })

  it('is as JSON what it is', () => {
    const made = plan(changedTo('worker/a\n.py'))
    expect(JSON.parse(planJson(made))).toEqual(made)
  })
})
