import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { call, dagger } from './dagger.ts'
import { moduleCopy } from './fixture.ts'

let folder = ''
let remove = (): void => undefined

beforeAll(async () => {
  ;({ folder, remove } = await moduleCopy('full'))
})
afterAll(() => remove())

const output = async (...args: string[]): Promise<string> => {
  const outcome = await call(folder, ...args)
  expect(outcome.code, outcome.stderr).toBe(0)
  return outcome.stdout.trim()
}

describe('what a module may use', () => {
  test('lists its functions with the first line of each comment', async () => {
    const listed = await dagger(folder, '--progress=plain', 'functions')
    expect(listed.stdout).toMatch(/files\s+List the source's files that match\./)
    expect(listed.stdout).toMatch(/part\s+Make a part\./)
  })

  test('gives the constructor the caller’s workspace', async () => {
    expect((await output('files', '--pattern=**/*.ts')).split('\n')).toEqual(['.dagger/src/colour.ts', '.dagger/src/index.ts', '.dagger/src/part.ts'])
  })

  test('keeps what the constructor was given', async () => {
    expect(await output('--label=chosen', 'label')).toBe('chosen')
  })

  test('imports a JavaScript file beside the sources, at its own place', async () => {
    expect(await output('greet', '--name=you')).toBe('hello you from lib/greeting.mjs')
  })

  test('fills in defaults and leaves out what is optional', async () => {
    expect(JSON.parse(await output('args'))).toEqual({ maybe: null, ratio: 2, tags: [], loud: false })
    expect(JSON.parse(await output('args', '--maybe=m', '--ratio=2.5', '--tags=a,b', '--loud'))).toEqual({ maybe: 'm', ratio: 2.5, tags: ['a', 'b'], loud: true })
  })

  test('turns the names of an enum into its values and back', async () => {
    expect(await output('same')).toBe('BLUE')
    expect(await output('part', '--name=p', 'painted', '--colour=BLUE', 'describe')).toBe('p 1 blue-ish')
  })

  test('carries the state of chained objects, hidden fields too', async () => {
    expect(await output('part', '--name=p', 'more', '--by=3', 'describe')).toBe('p 4 red')
    expect(await output('parts', '--names=a,b', 'describe')).toBe('a 0 red\nb 1 red')
  })

  test('takes files, secrets, containers and directories', async () => {
    expect(await output('read', '--file=.dagger/package.json', '--secret=cmd:echo -n four')).toMatch(/"picomatch"[\s\S]* 4$/)
    expect(await output('run', '--ctr=debian:bookworm-slim', '--args=sh,-c,echo hi; exit 3')).toBe('3 hi')
    expect(await output('box', 'directory', '--path=.', 'entries')).toBe('dagger.json')
  })

  test('reaches a service that it is given', async () => {
    expect(await output('fetch', '--service=tcp://localhost:5000')).toContain('404')
  })

  test('returns nothing where a function returns nothing', async () => {
    expect(await output('nothing')).toBe('')
  })
})

describe('failures', () => {
  test('brings the message of an error to the caller, and no stack', async () => {
    const outcome = await call(folder, 'fail')
    expect(outcome.code).not.toBe(0)
    expect(outcome.stderr).toContain('this is the message, and nothing else')
    expect(outcome.stderr).not.toMatch(/\n\s+at /)
  })

  test('brings exit code and output of a failed exec', async () => {
    const outcome = await call(folder, 'fail-exec')
    expect(outcome.stderr).toMatch(/exit code: 7/)
    expect(outcome.stderr).toContain('told')
    expect(await output('caught')).toBe('ExecError 7 told')
  })

  test('names the check that fails and passes the one that passes', async () => {
    const outcome = await dagger(folder, '--progress=plain', 'check', 'passes', 'breaks')
    expect(outcome.code).not.toBe(0)
    expect(outcome.stdout + outcome.stderr).toContain('checked and found wanting')
    expect((await dagger(folder, '--progress=plain', 'check', 'passes')).code).toBe(0)
  })
})

describe('as strict as the official runtime', () => {
  test('sees a change of the source in the next call', async () => {
    const { folder: copy, remove: removeCopy } = await moduleCopy('empty')
    try {
      expect((await call(copy, 'nothing')).stdout.trim()).toBe('nothing')
      writeFileSync(join(copy, '.dagger/src/index.ts'), `import { func, object } from "@dagger.io/dagger"\n@object()\nexport class Empty {\n  @func({ cache: "never" })\n  nothing(): string { return "changed" }\n}\n`)
      expect((await call(copy, 'nothing')).stdout.trim()).toBe('changed')
    } finally {
      removeCopy()
    }
  })

  test.each([
    ['a file outside the module’s source folder', 'import { outside } from "../../outside.ts"\nexport const used = outside\n', /outside\.ts/],
    ['a dependency for development', 'import pad from "left-pad"\nexport const used = pad\n', /left-pad/],
    ['a name that only the npm package exports', 'import { ExecError } from "@dagger.io/dagger"\nexport const used = ExecError\n', /ExecError/],
  ])('has no place for %s', async (_what, text, named) => {
    const { folder: copy, remove: removeCopy } = await moduleCopy('full')
    try {
      writeFileSync(join(copy, 'outside.ts'), 'export const outside = 1\n')
      writeFileSync(join(copy, '.dagger/src/more.ts'), text)
      appendFileSync(join(copy, '.dagger/src/index.ts'), 'export { used } from "./more.ts"\n')
      const outcome = await dagger(copy, '--progress=plain', 'call', 'label')
      expect(outcome.code).not.toBe(0)
      expect(outcome.stdout + outcome.stderr).toMatch(named)
    } finally {
      removeCopy()
    }
  })

  test('says so when a module has no source', async () => {
    const { folder: copy, remove: removeCopy } = await moduleCopy('empty')
    try {
      rmSync(join(copy, '.dagger/src'), { recursive: true })
      mkdirSync(join(copy, '.dagger/other'))
      const outcome = await dagger(copy, '--progress=plain', 'call', 'nothing')
      expect(outcome.code).not.toBe(0)
      expect(outcome.stdout + outcome.stderr).toContain('the module has no src folder')
    } finally {
      removeCopy()
    }
  })
})
