import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { hashOf } from '../hash.ts'
import { blobPath } from '../oci/blobs.ts'
import { keepConfig, keepManifest } from '../oci/manifest.ts'
import { packLayer } from '../oci/pack-layer.ts'
import { cacheFolder, engineDir } from '../paths.ts'
import { run } from '../shell.ts'
import type { Step } from '../step.ts'
import { binary } from './binaries.ts'

const sdkDir = join(engineDir, 'sdk')
const record = (): string => join(cacheFolder('images'), 'typescript-sdk.json')

/** The manifest digest of the packed SDK, by which the engine loads it. */
export const sdkContent = (): { digest: string } => JSON.parse(readFileSync(record(), 'utf8')) as { digest: string }

const dependencies = async (): Promise<string> => {
  const folder = cacheFolder('sdk-dependencies')
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(sdkDir, file), join(folder, file))
  await run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, next: 'does "npm ping" work on this machine? npm packages must be reachable' })
  return join(folder, 'node_modules')
}

/** Bundle one of our programs with the parts of the npm package that it needs. */
const bundle = async (name: string, options: { modules: string; outfile: string; typescript: boolean }): Promise<void> => {
  const common: BuildOptions = {
    entryPoints: [join(sdkDir, 'source', `${name}.ts`)],
    outfile: options.outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    nodePaths: [options.modules],
    minifyWhitespace: true,
    keepNames: true,
    logLevel: 'error',
    // Packages of the old module form call require for Node's own modules.
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
  }
  await build({
    ...common,
    external: ['esbuild', '@dagger.io/dagger/core.js', ...(options.typescript ? ['typescript'] : [])],
    alias: { 'dagger-sdk': join(options.modules, '@dagger.io/dagger/dist/src'), ...(options.typescript ? {} : { typescript: join(sdkDir, 'source/no-typescript.ts') }) },
  })
}

const assemble = async (folder: string): Promise<void> => {
  const modules = await dependencies()
  const tools = join(folder, 'tools')
  cpSync(join(sdkDir, 'runtime'), join(folder, 'runtime'), { recursive: true })
  cpSync(join(sdkDir, 'library'), join(tools, 'library'), { recursive: true })
  for (const name of ['install', 'library', 'prepare', 'develop']) await bundle(name, { modules, outfile: join(tools, `${name}.mjs`), typescript: true })
  for (const name of ['register', 'entrypoint']) await bundle(name, { modules, outfile: join(tools, `${name}.mjs`), typescript: false })
  await bundle('core', { modules, outfile: join(tools, 'library/core.js'), typescript: false })
  copyFileSync(binary('codegen'), join(tools, 'codegen'))
  chmodSync(join(tools, 'codegen'), 0o755)
  for (const name of ['typescript', 'esbuild', '@esbuild/linux-x64']) {
    cpSync(join(modules, name), join(tools, 'node_modules', name), { recursive: true, filter: (path) => !/\/typescript\/lib\/([a-z]{2}(-[a-z]+)?|tsserver.*|typingsInstaller.*)$/.test(path) })
  }
}

/** The TypeScript SDK that the engine carries as its own. */
export const sdkStep = (binariesKey: string): Step => ({
  name: 'TypeScript SDK',
  key: hashOf([binariesKey], [sdkDir, join(engineDir, 'steps/sdk.ts')]),
  present: () => existsSync(record()) && existsSync(blobPath(sdkContent().digest)),
  make: async () => {
    const folder = join(cacheFolder('overlays'), 'typescript-sdk')
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    await assemble(folder)
    const image = { arch: 'amd64' as const, layers: [await packLayer(folder)], config: {} }
    const manifest = keepManifest(image)
    const content = cacheFolder('engine-content')
    rmSync(content, { recursive: true })
    const blobs = join(content, 'usr/local/share/dagger/content/blobs/sha256')
    mkdirSync(blobs, { recursive: true })
    for (const digest of [manifest.digest, keepConfig(image).digest, ...image.layers.map((layer) => layer.digest)]) copyFileSync(blobPath(digest), join(blobs, digest.replace('sha256:', '')))
    writeFileSync(record(), JSON.stringify({ digest: manifest.digest }))
    rmSync(folder, { recursive: true })
  },
})
