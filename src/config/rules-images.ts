import { isRegistryAddress, isRepositoryPrefix } from './image-reference.ts'
import type { ConfigIssue } from './issue.ts'
import type { RuleContext } from './rules-context.ts'

const versionForms = { node: /^\d+(\.\d+){0,2}$/, python: /^3\.\d+(\.\d+)?$/ } as const
const versionExamples = { node: '22 or 24.1', python: '"3.13"' } as const

export function matrixVersions({ written }: RuleContext): ConfigIssue[] {
  return (['node', 'python'] as const).flatMap((language) => {
    const versions = written.matrix[language]
    const list = versions === undefined ? [] : Array.isArray(versions) ? versions : [versions]
    return list.flatMap((version, at) =>
      versionForms[language].test(String(version))
        ? []
        : [{ path: ['matrix', language, ...(Array.isArray(versions) ? [at] : [])], message: `"${version}" is not a version of ${language}; expected one such as ${versionExamples[language]}` }],
    )
  })
}

export function registryForm({ written: { registry } }: RuleContext): ConfigIssue[] {
  if (typeof registry === 'string') {
    const [address = '', ...prefix] = registry.split('/')
    return isRegistryAddress(address) && (prefix.length === 0 || isRepositoryPrefix(prefix.join('/')))
      ? []
      : [{ path: ['registry'], message: `"${registry}" is not a registry; expected an address such as ghcr.io/acme or localhost:5000, without https:// and without a tag` }]
  }
  const issues: ConfigIssue[] = []
  if (registry.prefix !== undefined && !isRepositoryPrefix(registry.prefix)) {
    issues.push({ path: ['registry', 'prefix'], message: `"${registry.prefix}" cannot start a repository name; expected lower-case letters, digits, dashes and / between parts` })
  }
  if (registry.kind === 'oci' && !isRegistryAddress(registry.address)) {
    issues.push({ path: ['registry', 'address'], message: `"${registry.address}" is not a registry's address; expected a host such as ghcr.io or localhost:5000; what follows a / is the prefix` })
  }
  if (registry.kind === 'ecr' && registry.account !== undefined && !/^\d{12}$/.test(String(registry.account))) {
    issues.push({ path: ['registry', 'account'], message: `"${registry.account}" is not an AWS account; expected 12 digits in quotes` })
  }
  if (registry.kind === 'ecr' && registry.region !== undefined && !/^[a-z]{2,}(-[a-z]+)+-\d$/.test(registry.region)) {
    issues.push({ path: ['registry', 'region'], message: `"${registry.region}" is not an AWS region; expected one such as us-east-1` })
  }
  return issues
}
