import * as z from 'zod'
import { parseImageReference } from './image-reference.ts'
import { coverage } from './schema-component.ts'
import { isoDate, percent, relativePath } from './scalars.ts'

const waiver = z.strictObject({
  id: z.string().min(1).describe('Advisory, rule or migration step that is accepted.'),
  reason: z.string().min(1).describe('Why it is accepted.'),
  owner: z.string().min(1).describe('Who answers for it.'),
  expires: isoDate.describe('Expiry date, YYYY-MM-DD; from that day on it no longer holds.'),
})

const quarantined = z.strictObject({
  test: z.string().min(1).describe('Test that is known to be flaky.'),
  owner: z.string().min(1).describe('Who repairs it.'),
  reason: z.string().min(1).describe('Why it is flaky.'),
  expires: isoDate.describe('Expiry date, YYYY-MM-DD; from that day on a failure counts again.'),
})

const scanner = z.enum(['trivy', 'grype'])

const imageScan = z.union([
  scanner,
  z.strictObject({
    scanner: scanner.describe('trivy or grype.'),
    image: z.string().refine((text) => parseImageReference(text) !== undefined, 'expected an image, such as registry.example.com/aquasec/trivy:0.69.3').optional().describe("The scanner's own image, where the public one cannot be pulled."),
  }),
])

const vulnerabilities = z.strictObject({
  failOn: z
    .array(z.enum(['critical', 'high', 'medium', 'low']))
    .default(['critical', 'high'])
    .describe('Severities that fail the gate; critical and high by default.'),
  waivers: z.array(waiver).default([]).describe('Findings that are accepted for now.'),
  advisories: relativePath.optional().describe('File or folder with advisories in OSV JSON, used instead of the feeds.'),
  imageScan: imageScan.optional().describe('Scanner of the images that are built: trivy or grype, or scanner and image; none by default.'),
})

export const gates = z.strictObject({
  coverage: coverage.optional().describe('Coverage floor of every component: a percentage, or minimum and changedLines.'),
  vulnerabilities: vulnerabilities.prefault({}).describe('What security findings do.'),
  quarantine: z.array(quarantined).default([]).describe('Tests known to be flaky; they may fail until the entry expires.'),
  performance: z
    .strictObject({ noisePercent: percent.default(10).describe('Change, in percent, that counts as noise.') })
    .prefault({})
    .describe("How commands.benchmark is compared with the base's result."),
})
