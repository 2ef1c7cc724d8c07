import { describe, expect, it } from 'vitest'
import { isRegistryAddress, parseImageReference } from '../../../src/config/image-reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

describe('parseImageReference', () => {
  it.each([
    ['postgres', { repository: 'postgres' }],
    ['postgres:15', { repository: 'postgres', tag: '15' }],
    ['library/postgres:15', { repository: 'library/postgres', tag: '15' }],
    ['localhost:5000/a/b', { registry: 'localhost:5000', repository: 'a/b' }],
    ['ghcr.io/acme/api:1.0', { registry: 'ghcr.io', repository: 'acme/api', tag: '1.0' }],
    [`ghcr.io/acme/api:1@${digest}`, { registry: 'ghcr.io', repository: 'acme/api', tag: '1', digest }],
  ])('reads %s', (text, parts) => {
    expect(parseImageReference(text)).toEqual(parts)
  })

  it.each(['', ':', 'Postgres', 'a:b:c', 'a//b', 'a/', 'a@sha256:12', 'a@b@c', 'a b', 'a:', 'https://ghcr.io/a', 'a\n', `${'a/'.repeat(200)}a`])('refuses %j', (text) => {
    expect(parseImageReference(text)).toBeUndefined()
  })
})

describe('isRegistryAddress', () => {
  it.each(['ghcr.io', 'localhost', 'localhost:5000', '[::1]:5000', '10.0.0.1:80'])('accepts %s', (text) => {
    expect(isRegistryAddress(text)).toBe(true)
  })

  it.each(['', 'ghcr.io/acme', 'https:', '-a', 'a_b', 'a:port'])('refuses %j', (text) => {
    expect(isRegistryAddress(text)).toBe(false)
  })
})
