import { chmodSync, cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { versions } from '../versions.ts'
import { npmPackage } from './npm-package.ts'
import { bothArches, path } from './stand-in.ts'
import type { Filling, StandIn } from './stand-in.ts'

const place = async (root: string, options: { name: string; version: string; at: string; bins: Readonly<Record<string, string>> }): Promise<void> => {
  const source = await npmPackage(options.name, options.version)
  cpSync(source, join(root, options.at), { recursive: true, verbatimSymlinks: true })
  for (const [bin, file] of Object.entries(options.bins)) {
    chmodSync(join(root, options.at, file), 0o755)
    symlinkSync(join('/', options.at, file), join(root, 'usr/local/bin', bin))
  }
}

const fill = (node: string, npm: string) => async ({ root, arch }: Filling): Promise<void> => {
  const source = await npmPackage(`node-linux-${arch === 'amd64' ? 'x64' : 'arm64'}`, node)
  mkdirSync(join(root, 'usr/local/lib/node_modules'), { recursive: true })
  cpSync(join(source, 'bin/node'), join(root, 'usr/local/bin/node'))
  chmodSync(join(root, 'usr/local/bin/node'), 0o755)
  symlinkSync('/usr/local/bin/node', join(root, 'usr/local/bin/nodejs'))
  for (const folder of readdirSync(source)) if (folder === 'include') cpSync(join(source, folder), join(root, 'usr/local', folder), { recursive: true })
  await place(root, { name: 'npm', version: npm, at: 'usr/local/lib/node_modules/npm', bins: { npm: 'bin/npm-cli.js', npx: 'bin/npx-cli.js' } })
  await place(root, { name: 'corepack', version: versions.corepack, at: 'usr/local/lib/node_modules/corepack', bins: { corepack: 'dist/corepack.js' } })
  await place(root, { name: 'yarn', version: versions.yarn, at: `opt/yarn-v${versions.yarn}`, bins: { yarn: 'bin/yarn.js', yarnpkg: 'bin/yarn.js' } })
}

const nodeImage = (names: StandIn['names'], node: string, npm: string): StandIn => ({
  names,
  suite: 'bookworm',
  arches: bothArches,
  packages: ['libatomic1', 'libstdc++6'],
  config: { Env: [path, `NODE_VERSION=${node}`, `YARN_VERSION=${versions.yarn}`], Entrypoint: ['docker-entrypoint.sh'], Cmd: ['node'] },
  folder: join(import.meta.dirname, 'node'),
  pins: [node, npm, versions.corepack, versions.yarn],
  fill: fill(node, npm),
})

export const nodeImages: readonly StandIn[] = [
  nodeImage(['node:24-bookworm-slim'], versions.node24, versions.npm24),
  nodeImage(['node:22-bookworm-slim'], versions.node22, versions.npm22),
]
