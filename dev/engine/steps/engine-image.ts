import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { hashOf } from '../hash.ts'
import { builtImage, digestsOf, keepImage } from '../images/build.ts'
import { path } from '../images/stand-in.ts'
import { dockerLoad } from '../oci/docker-load.ts'
import { keepConfig } from '../oci/manifest.ts'
import { packLayer } from '../oci/pack-layer.ts'
import type { Layer } from '../oci/types.ts'
import { cacheFolder, engineDir } from '../paths.ts'
import { install } from '../rootfs/apt.ts'
import { basePath } from '../rootfs/base.ts'
import { inRoot } from '../rootfs/chroot.ts'
import { onOverlay } from '../rootfs/overlay.ts'
import { attempt } from '../shell.ts'
import type { Step } from '../step.ts'
import { engineImage } from '../versions.ts'
import { binary } from './binaries.ts'
import { sdkContent } from './sdk.ts'

const packages = ['runc', 'containernetworking-plugins', 'dnsmasq-base', 'iptables', 'tini', 'git', 'openssh-client', 'ca-certificates', 'xz-utils', 'pigz']

const placed = [
  ['engine', 'usr/local/bin/dagger-engine'],
  ['init', 'usr/local/bin/dagger-init'],
  ['dagger', 'usr/local/bin/dagger'],
  ['codegen', 'usr/local/bin/codegen'],
  ['runc-env', 'usr/local/bin/runc'],
  ['dnsname', 'opt/cni/bin/dnsname'],
  ['dialstdio', 'usr/bin/dial-stdio'],
] as const

const system = 'engine-system'
const programs = 'engine-programs'

/** Debian with what the engine calls: runc, network plugins, dnsmasq, git. Kept apart from the programs, which change more often. */
export const engineSystemStep = (): Step => ({
  name: 'engine image, system',
  key: hashOf([digestsOf('base-bookworm'), ...packages], [join(engineDir, 'container/setup.sh'), join(engineDir, 'container/files')]),
  present: () => builtImage(system) !== undefined,
  make: () =>
    onOverlay(basePath('bookworm', 'amd64'), 'engine', async (overlay) => {
      await install('bookworm', overlay.root, packages)
      cpSync(join(engineDir, 'container/files'), overlay.root, { recursive: true })
      await inRoot(overlay.root, readFileSync(join(engineDir, 'container/setup.sh'), 'utf8'))
      const base = builtImage('base-bookworm')?.[0]?.layers ?? []
      keepImage(system, [{ arch: 'amd64', layers: [...base, await packLayer(overlay.changes)], config: {} }])
    }),
})

/** Dagger's programs and ours as a layer of their own, so that a change of the SDK does not pack them again. */
export const engineProgramsStep = (binariesKey: string): Step => ({
  name: 'engine image, programs',
  key: hashOf([binariesKey, JSON.stringify(placed)]),
  present: () => builtImage(programs) !== undefined,
  make: async () => {
    const folder = cacheFolder('overlays', programs)
    rmSync(folder, { recursive: true })
    for (const [name, place] of placed) {
      mkdirSync(join(folder, place, '..'), { recursive: true })
      cpSync(binary(name), join(folder, place))
      chmodSync(join(folder, place), 0o755)
    }
    keepImage(programs, [{ arch: 'amd64', layers: [await packLayer(folder)], config: {} }])
    rmSync(folder, { recursive: true })
  },
})

const layersOf = (name: string): readonly Layer[] => builtImage(name)?.[0]?.layers ?? []

/** The engine's image, under the name by which the CLI looks for it. */
export const engineImageStep = (): Step => ({
  name: 'engine image',
  key: hashOf([digestsOf(system), digestsOf(programs), sdkContent().digest], [join(engineDir, 'steps/engine-image.ts')]),
  present: async () => {
    const image = builtImage('engine')?.[0]
    return image !== undefined && (await attempt(['docker', 'image', 'inspect', '--format', '{{.Id}}', engineImage])).stdout.trim() === keepConfig(image).digest
  },
  make: async () => {
    const content = sdkContent()
    const blobs = cacheFolder('engine-content')
    const layers = [...layersOf(system), ...layersOf(programs), await packLayer(blobs)]
    const image = {
      arch: 'amd64' as const,
      layers,
      config: { Env: [path, `DAGGER_TYPESCRIPT_SDK_MANIFEST_DIGEST=${content.digest}`, 'SSL_CERT_DIR=/etc/hatchery:/etc/ssl/certs'], Entrypoint: ['/usr/local/bin/dagger-entrypoint.sh'] },
    }
    keepImage('engine', [image])
    await dockerLoad(image, [engineImage])
  },
})
