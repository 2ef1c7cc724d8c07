import type { Component, Config, ImageScan } from '../../config/model.ts'
import { HatcheryError } from '../../shared/errors.ts'
import type { CheckOutcome } from '../outcome.ts'
import { counted, settle, type Settled, type StepRun, toolFailed } from '../parse/settle.ts'
import { unreadable } from '../parse/readable.ts'
import { parseImageScan } from './image-report.ts'

/** Where the image lies inside the scanner's container: an archive that `docker load` would read. */
export const imageArchive = '/image.tar'
/** Folder of a scanner's own copy of its feed. */
export const scannerCache = '/hatchery-cache'
const report = 'image.sarif'

/** One component's image and the scanner that looks at it. */
export interface ImageScanSpec {
  /** `security.api.trivy` */
  readonly id: string
  readonly concern: 'security'
  readonly component: string
  readonly components: readonly string[]
  readonly path: string
  readonly cell: string
  readonly tool: ImageScan['scanner']
  /** The scanner's own image. */
  readonly scanner: string
  /** What its entrypoint is called with; it needs no shell, since grype's image has none. */
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** File below /out that it writes. */
  readonly report: string
  /** The Dockerfile relative to hatchery.yaml, where findings stand. */
  readonly dockerfile: string
}

const commands: Readonly<Record<ImageScan['scanner'], Pick<ImageScanSpec, 'args' | 'env'>>> = {
  trivy: {
    args: ['image', '--input', imageArchive, '--scanners', 'vuln', '--severity', 'UNKNOWN,LOW,MEDIUM,HIGH,CRITICAL', '--timeout', '15m', '--no-progress', '--format', 'sarif', '--output', `/out/${report}`],
    env: { TRIVY_CACHE_DIR: scannerCache },
  },
  grype: {
    args: [`docker-archive:${imageArchive}`, '--output', 'sarif', '--file', `/out/${report}`],
    // Without the first, grype goes on with an old copy of its feed when it cannot ask for a newer one.
    env: { GRYPE_DB_REQUIRE_UPDATE_CHECK: 'true', GRYPE_CHECK_FOR_APP_UPDATE: 'false', GRYPE_DB_CACHE_DIR: scannerCache },
  },
}

/** Say how the images of some components are scanned; none is where hatchery.yaml names no scanner. */
export function assembleImageScans(components: readonly Component[], config: Pick<Config, 'gates'>): readonly ImageScanSpec[] {
  const scan = config.gates.vulnerabilities.imageScan
  if (!scan) return []
  return components.flatMap(({ name, path, image }): ImageScanSpec[] => {
    if (!image) return []
    const dockerfile = image.context === '.' ? image.dockerfile : `${image.context}/${image.dockerfile}`
    return [{ id: `security.${name}.${scan.scanner}`, concern: 'security', component: name, components: [name], path, cell: 'image', tool: scan.scanner, scanner: scan.image, ...commands[scan.scanner], report, dockerfile }]
  })
}

/**
 * Decide how the scan of one image ended.
 *
 * A scanner that ends without its report knows nothing about the image: that is an `error`, never a pass and never a finding.
 */
export function decideImageScan(step: StepRun, spec: ImageScanSpec): CheckOutcome {
  return settle(step.run, () => decide(step, spec))
}

function decide({ run, text }: StepRun, spec: ImageScanSpec): Settled {
  const written = text(spec.report)
  if (!written?.trim()) {
    if (run.exitCode === 0) throw unreadable(`${spec.id} ${spec.report}`, `${spec.tool} ended well and wrote no report`)
    throw scannerUnreachable(spec, `${spec.tool} ended with exit code ${run.exitCode} and no report: ${lastLine(run.stderr) || 'it printed nothing'}`)
  }
  const findings = parseImageScan(written, spec)
  if (findings.length > 0) return { state: 'failed', findings, summary: counted(findings.length, 'finding') }
  if (run.exitCode !== 0) throw toolFailed(run, `${spec.tool} ended with exit code ${run.exitCode} and a report without findings: ${lastLine(run.stderr)}`)
  return { state: 'passed', summary: `${spec.tool} knows nothing against the image` }
}

/** Make the error of a scanner whose image or feed cannot be reached: nothing is known about the component's image then. */
export function scannerUnreachable(spec: Pick<ImageScanSpec, 'component' | 'tool' | 'scanner'>, what: string): HatcheryError {
  return new HatcheryError('SCANNER_UNREACHABLE', {
    where: `image of ${spec.component}`,
    what: `${what}; nothing is known about the image`,
    next: `name a copy of ${spec.scanner} that can be pulled as gates.vulnerabilities.imageScan.image, or run where ${spec.tool} and its feed can be reached`,
  })
}

/** Make the outcome of a scan that did not get as far as a scanner's answer. */
export function brokenImageScan(spec: ImageScanSpec, failure: { error: HatcheryError; reproduce: string }): CheckOutcome {
  const { id, concern, path, components, cell, tool } = spec
  const { error, reproduce } = failure
  return { id, concern, path, components, cell, tool, state: 'error', code: error.code, summary: error.message, findings: [], output: (error.facts.details ?? []).join('\n'), reproduce }
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? ''
