import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { registryPort } from '../versions.ts'

const machineBundle = '/etc/ssl/certs/ca-certificates.crt'
const distributed = '/usr/share/ca-certificates'
const insideBundle = '/dev/hatchery-ca-bundle.crt'

const certificates = (text: string): string[] => [...text.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)].map((match) => (match[1] ?? '').replaceAll(/\s/g, ''))

/** Certificates that the machine trusts and Debian does not bring, as behind a company's proxy; their base64 text. */
export const extraCertificates = (): string[] => {
  if (!existsSync(machineBundle)) return []
  const known = new Set(
    (existsSync(distributed) ? readdirSync(distributed, { recursive: true, withFileTypes: true }) : [])
      .filter((entry) => entry.isFile() && entry.name.endsWith('.crt'))
      .flatMap((entry) => certificates(readFileSync(join(entry.parentPath, entry.name), 'utf8'))),
  )
  return certificates(readFileSync(machineBundle, 'utf8')).filter((certificate) => !known.has(certificate))
}

/** What package tools are told by the environment about where packages come from. Values with a password in them stay out. */
const indexNames = ['PIP_INDEX_URL', 'PIP_EXTRA_INDEX_URL', 'PIP_TRUSTED_HOST', 'NPM_CONFIG_REGISTRY', 'npm_config_registry', 'UV_INDEX_URL', 'UV_DEFAULT_INDEX', 'GOPROXY', 'GONOSUMDB', 'GONOSUMCHECK', 'GOSUMDB']
const bundleNames = ['SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS', 'PIP_CERT', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE', 'GIT_SSL_CAINFO', 'CARGO_HTTP_CAINFO']

const execEnvironment = (environment: NodeJS.ProcessEnv, more: boolean): string => {
  const indexes = indexNames.flatMap((name) => {
    const value = environment[name]
    return value === undefined || value === '' || value.includes('@') ? [] : [`${name}=${value}`]
  })
  return [...(more ? bundleNames.map((name) => `${name}=${insideBundle}`) : []), ...indexes, ''].join('\n')
}

/** Registries that are not there in a closed network. Names that resolve to nothing may cost a time-out; these do not. */
export const absentRegistries = ['registry-1.docker.io', 'auth.docker.io', 'quay.io', 'ghcr.io', 'gcr.io', 'public.ecr.aws', 'mcr.microsoft.com', 'registry.k8s.io', 'registry.gitlab.com', 'registry.dagger.io'] as const

const engineConfig = (gateway: string): string => {
  const local = `${gateway}:${registryPort}`
  const others = absentRegistries.filter((host) => !host.endsWith('docker.io'))
  return [
    'debug = false',
    // By default the engine drops its cache whenever a fifth of the disk is not free, which on a shared machine is always.
    '[worker.oci]\n  gc = true\n  reservedSpace = "10GB"\n  maxUsedSpace = "40GB"\n  minFreeSpace = "4GB"',
    `[registry."docker.io"]\n  mirrors = ["${local}"]`,
    // Asked first, the local registry answers "not found" at once for an image that it lacks, and the error names the image.
    ...others.map((host) => `[registry."${host}"]\n  mirrors = ["${local}/${host}"]`),
    `[registry."${local}"]\n  http = true`,
    '',
  ].join('\n')
}

/**
 * Write what the engine's container takes from this machine: configuration, environment for what it runs, certificates.
 * They are mounted and so part of no image.
 *
 * @returns The folder to mount at /etc/hatchery.
 */
export const writeMachineFiles = (gateway: string, environment: NodeJS.ProcessEnv): string => {
  const folder = cacheFolder('container')
  const more = extraCertificates().length > 0
  writeFileSync(join(folder, 'engine.toml'), engineConfig(gateway))
  writeFileSync(join(folder, 'exec.env'), execEnvironment(environment, more))
  if (more) writeFileSync(join(folder, 'ca-bundle.crt'), readFileSync(machineBundle))
  else rmSync(join(folder, 'ca-bundle.crt'), { force: true })
  return folder
}
