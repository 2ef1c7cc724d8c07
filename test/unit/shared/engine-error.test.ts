import { describe, expect, it } from 'vitest'
import { engineError } from '../../../src/shared/engine-error.ts'
import { HatcheryError } from '../../../src/shared/errors.ts'

const of = (message: string, more: { command?: string; exitCode?: number; output?: string } = {}) => engineError({ message, ...more }, new Error(message))

describe('engineError', () => {
  it.each([
    ['failed to convert Dockerfile to LLB: nobody-has/this:1.0: docker.io/nobody-has/this:1.0: not found', 'nobody-has/this:1.0'],
    ['resolve image config: docker.io/library/postgres:99: not found', 'postgres:99'],
    ['ghcr.io/acme/app:1: manifest unknown', 'ghcr.io/acme/app:1'],
  ])('names the image that no registry has in «%s»', (message, image) => {
    expect(of(message)).toMatchObject({ code: 'IMAGE_NOT_FOUND', facts: { where: `image ${image}` } })
  })

  it('keeps the end of what a broken command printed', () => {
    const error = of('exit code: 1', { command: 'npm ci', exitCode: 1, output: 'one\ntwo\n' })
    expect(error).toMatchObject({ code: 'COMMAND_FAILED', facts: { details: ['one', 'two'] } })
  })

  it('lets our own errors pass, and calls our own faults by their name', () => {
    const own = new HatcheryError('TOOL_MISSING', { what: 'x', next: 'y' })
    expect(engineError({ message: 'x' }, own)).toBe(own)
    expect(engineError({ message: 'x is not a function' }, new TypeError('x is not a function'))).toMatchObject({ code: 'INTERNAL' })
  })

  it('says what is not known as it came', () => expect(of('no space left on device')).toMatchObject({ code: 'ENGINE_FAILED', message: 'no space left on device' }))
})
