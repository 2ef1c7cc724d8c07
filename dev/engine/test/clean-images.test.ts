import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { extraCertificates } from '../container/machine-files.ts'
import { run } from '../shell.ts'
import { query } from './dagger.ts'

const scratch = mkdtempSync(join(tmpdir(), 'engine-clean-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

interface Unpacked {
  readonly config: { config: { Env?: string[] }; history?: unknown[]; architecture: string }
  /** Names of all files in all layers. */
  readonly names: readonly string[]
  readonly folder: string
}

/** Build the test image for a platform, export it and unpack all its layers over one another. */
const built = async (platform: string): Promise<Unpacked> => {
  const folder = mkdtempSync(join(scratch, 'image-'))
  const tarball = join(folder, 'image.tar')
  const source = JSON.stringify(join(import.meta.dirname, 'image'))
  const outcome = await query(`{ host { directory(path: ${source}) { dockerBuild(platform: "${platform}") { asTarball { export(path: ${JSON.stringify(tarball)}) } } } } }`, 840)
  expect(outcome.code, outcome.stderr).toBe(0)
  await run(['tar', '-C', folder, '-xf', tarball])
  const blob = (digest: string): string => join(folder, 'blobs', digest.replace(':', '/'))
  const json = (path: string): never => JSON.parse(readFileSync(path, 'utf8')) as never
  const index: { manifests: { digest: string }[] } = json(join(folder, 'index.json'))
  const manifest: { config: { digest: string }; layers: { digest: string }[] } = json(blob(index.manifests[0]!.digest))
  const names: string[] = []
  const tree = join(folder, 'tree')
  await run(['mkdir', tree])
  for (const layer of manifest.layers) {
    // Each layer by itself: a file that a later layer hides is published all the same.
    const own = mkdtempSync(join(tree, 'layer-'))
    await run(['tar', '-C', own, '--no-same-owner', '-xf', blob(layer.digest)])
    names.push(...readdirSync(own, { recursive: true }).map(String))
  }
  return { config: json(blob(manifest.config.digest)), names, folder: tree }
}

const found = async (folder: string, text: string): Promise<string> => (await run(['sh', '-c', 'grep -rlFa -e "$1" "$2" || true', 'search', text, folder])).trim()

describe.each(['linux/amd64', 'linux/arm64'])('an image for %s, built with apt, pip and npm', (platform) => {
  // Under emulation npm and pip take minutes on a busy machine.
  test('holds what was installed and nothing of this machine', { timeout: 900_000 }, async () => {
    const image = await built(platform)
    expect(image.config.architecture).toBe(platform.slice('linux/'.length))
    expect(image.names).toContain('usr/bin/zstd')
    expect(image.names).toContain('usr/local/lib/node_modules/picomatch/package.json')
    expect(image.names.some((name) => name.startsWith('opt/python/lib/python3.11/site-packages/six'))).toBe(true)

    expect(image.names.filter((name) => /hatchery|ca-bundle/.test(name))).toEqual([])
    expect(image.names.filter((name) => name.startsWith('usr/local/share/ca-certificates/'))).toEqual([])
    expect((image.config.config.Env ?? []).filter((entry) => /CERT|_CA_|CA_BUNDLE|PROXY|INDEX_URL|REGISTRY/i.test(entry))).toEqual([])
    expect(JSON.stringify(image.config)).not.toMatch(/hatchery-ca-bundle|\/etc\/hatchery|172\.17\./)

    const sources = await run(['sh', '-c', 'cat "$1"/*/etc/apt/sources.list.d/* | grep ^URIs | sort -u', 'sources', image.folder])
    expect(sources.trim().split('\n')).toEqual(['URIs: http://deb.debian.org/debian', 'URIs: http://deb.debian.org/debian-security'])
    for (const certificate of extraCertificates()) {
      // A line from the middle: the first lines of certificates are much alike.
      expect(await found(image.folder, certificate.slice(256, 320))).toBe('')
    }
  })
})
