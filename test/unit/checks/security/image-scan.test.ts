import { describe, expect, it } from 'vitest'
import { gateAgainstBase } from '../../../../src/checks/gates/findings.ts'
import { assembleImageScans, decideImageScan, type ImageScanSpec } from '../../../../src/checks/security/image-scan.ts'
import { parseConfig } from '../../../../src/config/parse.ts'
import { isHatcheryError } from '../../../../src/shared/errors.ts'
import { renderError } from '../../../../src/shared/render-error.ts'
import { step } from '../step.ts'

const yaml = (imageScan: string) => `project: shop
components:
  api: { path: api, language: python, image: { dockerfile: docker/Dockerfile } }
  lib: { path: lib, language: python }
gates: { vulnerabilities: { imageScan: ${imageScan} } }
`
const configOf = (imageScan: string) => parseConfig({ text: yaml(imageScan), fileName: 'hatchery.yaml', pathExists: () => true })
const refusal = (imageScan: string): string => {
  try {
    configOf(imageScan)
  } catch (error) {
    if (isHatcheryError(error)) return renderError(error)
    throw error
  }
  return 'accepted'
}
const specOf = (imageScan: string): ImageScanSpec => {
  const config = configOf(imageScan)
  const [spec, ...more] = assembleImageScans(config.components, config)
  if (!spec || more.length > 0) throw new Error('expected one image')
  return spec
}
const scan = (spec: ImageScanSpec, report: unknown, run: { exitCode?: number; stderr?: string } = {}) =>
  decideImageScan(step({ concern: 'security', id: spec.id, tool: spec.tool, ...run }, report === undefined ? {} : { [spec.report]: typeof report === 'string' ? report : JSON.stringify(report) }), spec)

/** One result as trivy 0.6x writes it. */
const trivyLog = (...found: { id: string; score?: string; level?: string; word?: string; name?: string; fix?: string }[]) => ({
  version: '2.1.0',
  runs: [{
    tool: { driver: { fullName: 'Trivy Vulnerability Scanner', name: 'Trivy', rules: found.map(({ id, score, level, name = 'openssl', word = 'HIGH', fix = '' }) => ({ id, name: 'OsPackageVulnerability', shortDescription: { text: 'openssl: reads too far' }, fullDescription: { text: 'Long.' }, defaultConfiguration: { level }, help: { text: `Vulnerability ${id}\nSeverity: ${word}\nPackage: ${name}\nFixed Version: ${fix}\nLink: [x](y)\nLong.` }, properties: { precision: 'very-high', ...(score ? { 'security-severity': score } : {}), tags: ['vulnerability', 'security', word] } })), version: '0.69.3' } },
    results: found.map(({ id, level, name = 'openssl', word = 'HIGH', fix = '' }, ruleIndex) => ({
      ruleId: id, ruleIndex, level, message: { text: `Package: ${name}\nInstalled Version: 3.0.11-1\nVulnerability ${id}\nSeverity: ${word}\nFixed Version: ${fix}\nLink: [${id}](https://avd.aquasec.com/nvd/x)` },
      locations: [{ physicalLocation: { artifactLocation: { uri: 'image.tar', uriBaseId: 'ROOTPATH' }, region: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } }, message: { text: `image.tar: ${name}@3.0.11-1` } }],
    })),
    columnKind: 'utf16CodeUnits', properties: { imageName: '/image.tar', imageID: 'sha256:1' },
  }],
})

/** One result as grype 0.1xx writes it: the rule holds advisory and package, the result no level. */
const grypeLog = (score: string, word = 'critical') => ({
  version: '2.1.0',
  runs: [{
    tool: { driver: { name: 'grype', version: '0.110.0', rules: [{ id: 'CVE-2026-1-zlib1g', name: 'DpkgMatcherExactIndirectMatch', shortDescription: { text: `CVE-2026-1 ${word} vulnerability for zlib1g package` }, help: { text: `Vulnerability CVE-2026-1\nSeverity: ${word}\nPackage: zlib1g\nVersion: 1.2\nFix Version: 1.3,1.4\nType: deb\nLocation: /var/lib/dpkg/status\nData Namespace: debian\nLink: x` }, properties: { 'security-severity': score } }] } },
    results: [{ ruleId: 'CVE-2026-1-zlib1g', message: { text: `A ${word} vulnerability in deb package: zlib1g, version 1:1.2.13 was found in image /image.tar at: /var/lib/dpkg/status` }, locations: [{ physicalLocation: { artifactLocation: { uri: 'image//var/lib/dpkg/status' }, region: { startLine: 1 } } }] }],
  }],
})

describe('an image scan', () => {
  it('runs for components with an image, by the scanner that hatchery.yaml names', () => {
    expect(specOf('trivy')).toMatchObject({ id: 'security.api.trivy', component: 'api', scanner: expect.stringMatching(/^aquasec\/trivy:\d/) as string, dockerfile: 'api/docker/Dockerfile' })
    expect(specOf('trivy').args.join(' ')).toBe('image --input /image.tar --scanners vuln --severity UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL --timeout 15m --no-progress --format sarif --output /out/image.sarif')
    expect(specOf('grype').args.join(' ')).toBe('docker-archive:/image.tar --output sarif --file /out/image.sarif')
    expect(specOf('grype').env).toMatchObject({ GRYPE_DB_REQUIRE_UPDATE_CHECK: 'true' })
    expect(specOf('{ scanner: grype, image: mirror.example.com/anchore/grype:v0.110.0 }').scanner).toBe('mirror.example.com/anchore/grype:v0.110.0')
    const none = parseConfig({ text: yaml('trivy').replace('imageScan: trivy', ''), fileName: 'hatchery.yaml', pathExists: () => true })
    expect(assembleImageScans(none.components, none)).toEqual([])
  })

  it('refuses a scanner that is not there yet, and what is no image', () => {
    expect(refusal('ecr')).toMatch(/imageScan.*expected one of trivy, grype; got "ecr"/s)
    expect(refusal('{ scanner: ecr }')).toMatch(/imageScan\.scanner.*expected one of trivy, grype; got "ecr"/s)
    expect(refusal('{ scanner: trivy, image: "https://mirror/trivy" }')).toMatch(/imageScan\.image.*expected an image/s)
  })

  it.each([['9.0', 'critical'], ['8.9', 'high'], ['7.0', 'high'], ['6.9', 'medium'], ['4.0', 'medium'], ['3.9', 'low']])('takes a CVSS score of %s as %s', (score, severity) => {
    expect(scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', score, level: 'note', word: 'LOW' })).findings).toMatchObject([{ severity }])
    expect(scan(specOf('grype'), grypeLog(score, 'low')).findings).toMatchObject([{ severity }])
  })

  it('without a score takes the scanner’s word, else the level', () => {
    expect(scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', word: 'CRITICAL', level: 'error' })).findings).toMatchObject([{ severity: 'critical' }])
    expect(scan(specOf('grype'), grypeLog('0.0', 'low')).findings).toMatchObject([{ severity: 'low' }])
    for (const [level, severity] of [['error', 'high'], ['warning', 'medium'], ['note', 'low']] as const) expect(scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', word: 'UNKNOWN', level })).findings).toMatchObject([{ severity }])
  })

  it('names advisory, package, installed version and fix, at the Dockerfile', () => {
    expect(scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', score: '9.8', level: 'error', fix: '3.0.13-1' }))).toMatchObject({
      state: 'failed', findings: [{ tool: 'trivy', rule: 'CVE-2026-1', severity: 'critical', file: 'api/docker/Dockerfile', message: 'openssl 3.0.11-1: openssl: reads too far (CVE-2026-1; fixed in 3.0.13-1)' }],
    })
    const [found] = scan(specOf('grype'), grypeLog('9.8')).findings
    expect(found).toEqual({ tool: 'grype', rule: 'CVE-2026-1', severity: 'critical', file: 'api/docker/Dockerfile', message: 'zlib1g 1:1.2.13 (CVE-2026-1; fixed in 1.3, 1.4)' })
    expect(scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', score: '9.8' }, { id: 'CVE-2026-1', score: '9.8' })).findings).toHaveLength(1)
  })

  it('lets a waiver and the base accept a finding, and fails on a new one', () => {
    const gate = { failOn: ['critical', 'high'] as const, nowMs: Date.UTC(2026, 0, 1) }
    const waivers = [{ id: 'CVE-2026-1@api/docker/Dockerfile', reason: 'not reached', owner: 'ana', expires: '2026-06-01' }]
    const [old, both] = [scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', score: '9.8' })), scan(specOf('trivy'), trivyLog({ id: 'CVE-2026-1', score: '9.8' }, { id: 'CVE-2026-2', score: '7.5', name: 'bash' }))]
    expect(gateAgainstBase(old, { ...gate, waivers, base: { kind: 'none' } })).toMatchObject({ state: 'passed', accepted: [{ why: 'waived by ana until 2026-06-01: not reached' }] })
    expect(gateAgainstBase(both, { ...gate, waivers: [], base: { kind: 'scanned', outcomes: [old] } })).toMatchObject({ state: 'failed', findings: [{ rule: 'CVE-2026-2' }], accepted: [{ why: 'in the baseline' }] })
  })

  it('that ends without a report did not reach its feed, and says the scanner’s last line', () => {
    const ended = scan(specOf('trivy'), undefined, { exitCode: 1, stderr: 'INFO [vulndb] Need to update DB\nFATAL Fatal error init error: DB error: failed to download vulnerability DB\n' })
    expect(ended).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE', findings: [], summary: expect.stringMatching(/image of api.*exit code 1.*failed to download vulnerability DB/s) as string })
    // grype opens its report before it asks its feed.
    expect(scan(specOf('grype'), '', { exitCode: 1, stderr: 'failed to load vulnerability db' })).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE' })
    const gate = { failOn: ['critical'] as const, waivers: [], nowMs: 0, base: { kind: 'none' } as const }
    expect(gateAgainstBase(ended, gate)).toMatchObject({ state: 'error', code: 'SCANNER_UNREACHABLE' })
  })

  it('with a report that is none is undecided, never clean', () => {
    for (const broken of ['{', '{}', { version: '2.1.0', runs: [] }, { version: '2.1.0', runs: [{ tool: { driver: { name: 'Trivy' } } }] }, { version: '2.1.0', runs: [{ tool: { driver: { name: 'Trivy' } }, results: [{ ruleId: 'CVE-2026-1', message: { text: 'bad' } }] }] }]) expect(scan(specOf('trivy'), broken), JSON.stringify(broken)).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE', findings: [] })
    expect(scan(specOf('trivy'), undefined)).toMatchObject({ state: 'error', code: 'REPORT_UNREADABLE' })
  })

  it('passes only with a report without findings from a scanner that ended well', () => {
    expect(scan(specOf('trivy'), trivyLog())).toMatchObject({ state: 'passed' })
    expect(scan(specOf('trivy'), trivyLog(), { exitCode: 1, stderr: 'broke off' })).toMatchObject({ state: 'error', code: 'TOOL_FAILED' })
  })
})
