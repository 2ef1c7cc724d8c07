/** Every version that dev/engine pins; nothing else in this folder names one. */
export const versions = {
  dagger: '0.21.7',
  node22: '22.23.3',
  node24: '24.21.0',
  npm22: '10.9.4',
  npm24: '11.8.0',
  yarn: '1.22.22',
  corepack: '0.34.5',
  pip: '24.0',
  setuptools: '65.5.1',
  pip313: '25.3',
  typescript: '5.9.3',
  esbuild: '0.28.2',
} as const

export const daggerTag = `v${versions.dagger}`
export const engineImage = `registry.dagger.io/engine:${daggerTag}`
export const engineContainer = `dagger-engine-${daggerTag}`
export const engineVolume = 'dagger-engine-state'
export const registryContainer = 'hatchery-registry'
export const registryVolume = 'hatchery-registry'
export const registryPort = 5000
