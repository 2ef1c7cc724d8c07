import type { Arch, RunConfig } from '../oci/types.ts'
import type { Suite } from '../rootfs/apt-sources.ts'

export interface Filling {
  readonly root: string
  readonly arch: Arch
  /** The finished amd64 file system, for what is the same on every processor; unset while that one is being filled. */
  readonly native?: string
}

/** An image made here under a public name, because no image registry answers. */
export interface StandIn {
  readonly names: readonly [string, ...string[]]
  readonly suite: Suite
  readonly arches: readonly Arch[]
  readonly packages: readonly string[]
  readonly config: RunConfig
  /** Folder of this image: `files/` is copied over the root, `setup.sh` then runs inside it; both may be missing. */
  readonly folder?: string
  /** Versions that `fill` uses, part of the step's key. */
  readonly pins?: readonly string[]
  /** Put in place what comes from elsewhere than Debian's package tool. */
  readonly fill?: (filling: Filling) => Promise<void>
}

export const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
export const bothArches: readonly Arch[] = ['amd64', 'arm64']
