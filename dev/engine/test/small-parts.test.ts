import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { EngineError } from '../engine-error.ts'
import { hashOf } from '../hash.ts'
import { standIns } from '../images/all.ts'
import { imageRegistryAnswers } from '../probe/image-registry.ts'
import { assertBuildable } from '../probe/machine.ts'
import { infoName, mergedUsr, packageFiles, readStatus } from '../rootfs/dpkg.ts'
import { attempt, run } from '../shell.ts'

const scratch = mkdtempSync(join(tmpdir(), 'engine-parts-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

describe('where an engine can be built', () => {
  const good = { uid: 0, debian: true, arch: 'x64', memoryBytes: 8 * 1024 ** 3 }

  test('is as root on Debian on x86-64', () => {
    expect(() => assertBuildable(good)).not.toThrow()
  })

  test.each([
    [{ ...good, uid: 1000 }, /as root/],
    [{ ...good, debian: false }, /not Debian/],
    [{ ...good, arch: 'arm64' }, /arm64/],
    [{ ...good, memoryBytes: 1024 ** 3 }, /4 GB/],
  ])('is refused by name elsewhere: %o', (machine, reason) => {
    expect(() => assertBuildable(machine)).toThrow(reason)
    try {
      assertBuildable(machine)
    } catch (error) {
      expect((error as EngineError).next).not.toBe('')
    }
  })
})

describe('the public image registry', () => {
  test.each([[401, true], [200, true], [403, false], [502, false]])('answers with %i: %s', async (status, answers) => {
    expect(await imageRegistryAnswers(() => Promise.resolve(new Response(null, { status })))).toBe(answers)
  })

  test('does not answer where its name is unknown', async () => {
    expect(await imageRegistryAnswers(() => Promise.reject(new TypeError('fetch failed')))).toBe(false)
  })
})

describe('keys of steps', () => {
  test('change with a file’s bytes, name and executable bit, and with nothing else', () => {
    const folder = join(scratch, 'keyed')
    mkdirSync(folder)
    writeFileSync(join(folder, 'a'), 'one')
    const first = hashOf(['v1'], [folder])
    writeFileSync(join(folder, 'a'), 'one')
    expect(hashOf(['v1'], [folder])).toBe(first)
    expect(hashOf(['v2'], [folder])).not.toBe(first)
    writeFileSync(join(folder, 'a'), 'two')
    const second = hashOf(['v1'], [folder])
    expect(second).not.toBe(first)
    writeFileSync(join(folder, 'b'), '')
    expect(hashOf(['v1'], [folder])).not.toBe(second)
  })
})

describe('commands', () => {
  test('that fail tell their last words and what to do', async () => {
    const failed = run(['sh', '-c', 'echo said so >&2; exit 3'], { next: 'do this' })
    await expect(failed).rejects.toThrow(/exit code 3:\nsaid so/)
    await expect(failed).rejects.toMatchObject({ next: 'do this' })
  })

  test('that are not there end with 127', async () => {
    expect((await attempt(['no-such-program-here'])).code).toBe(127)
  })
})

describe("dpkg's records", () => {
  const root = join(scratch, 'root')
  mkdirSync(join(root, 'var/lib/dpkg/info'), { recursive: true })
  writeFileSync(
    join(root, 'var/lib/dpkg/status'),
    'Package: libc6\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: same\nVersion: 1\n\nPackage: tar\nArchitecture: amd64\nMulti-Arch: foreign\nVersion: 2\n\n',
  )
  writeFileSync(join(root, 'var/lib/dpkg/info/libc6:amd64.list'), '/.\n/lib\n/lib/x86_64-linux-gnu/libc.so.6\n')

  test('are read package by package', () => {
    expect(readStatus(root).map(({ name, architecture }) => `${name} ${architecture}`)).toEqual(['libc6 amd64', 'tar amd64'])
  })

  test('name a package’s files by architecture only where several may be installed', () => {
    expect(readStatus(root).map((stanza) => infoName(stanza, 'arm64'))).toEqual(['libc6:arm64', 'tar'])
  })

  test('list files where they lie on merged /usr', () => {
    expect(packageFiles(root, readStatus(root)[0]!)).toEqual(['/usr/lib', '/usr/lib/x86_64-linux-gnu/libc.so.6'])
    expect(mergedUsr('/library/x')).toBe('/library/x')
  })
})

describe('stand-ins', () => {
  test('have names that exist publicly, each once, and none that says Alpine', () => {
    const names = standIns.flatMap((image) => image.names)
    expect(new Set(names).size).toBe(names.length)
    expect(names.filter((name) => name.includes('alpine'))).toEqual([])
    expect(names).toEqual(expect.arrayContaining(['node:22-bookworm-slim', 'node:24-bookworm-slim', 'python:3.11-slim-bookworm', 'python:3.13-slim-trixie', 'postgres:15', 'postgres:17', 'redis:7', 'nginx:stable-bookworm', 'registry:2']))
  })
})
