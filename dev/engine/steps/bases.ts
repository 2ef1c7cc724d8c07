import { join } from 'node:path'
import { builtImage, packBase } from '../images/build.ts'
import { hashOf } from '../hash.ts'
import { engineDir } from '../paths.ts'
import { machineSources } from '../rootfs/apt-sources.ts'
import type { Suite } from '../rootfs/apt-sources.ts'
import { baseIsThere, makeBase } from '../rootfs/base.ts'
import type { Step } from '../step.ts'

/** Debian's root file systems of a suite, for amd64 and arm64. */
export const baseStep = async (suite: Suite): Promise<Step> => ({
  name: `Debian ${suite}, amd64 and arm64`,
  key: hashOf([await machineSources(suite)], [join(engineDir, 'rootfs')]),
  present: () => baseIsThere(suite) && builtImage(`base-${suite}`) !== undefined,
  make: async () => {
    await makeBase(suite)
    await packBase(suite)
  },
})
