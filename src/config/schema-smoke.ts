import * as z from 'zod'
import { name, seconds, shellLine, text, urlPath } from './scalars.ts'

const check = z.strictObject({
  name: z.string().min(1).optional().describe('Name in the report; method and path by default.'),
  path: urlPath.describe('Path to ask for: /api/health.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').describe('HTTP method.'),
  headers: z.record(z.string(), text).default({}).describe('Request headers; never a secret.'),
  status: z.int('expected an HTTP status').min(100, 'expected an HTTP status').max(599, 'expected an HTTP status').default(200).describe('Status that it must answer.'),
  json: z.record(z.string(), text).default({}).describe('Dotted JSON path to the value expected there.'),
  header: z.record(z.string(), text).default({}).describe('Response header to the value expected in it.'),
  maxLatencyMs: z.number().positive('expected more than 0 milliseconds').optional().describe('Slowest answer that passes, in milliseconds.'),
  about: z.enum(['application', 'dependency']).default('application').describe('Whether a failure means the application or something behind it.'),
})

const revision = z.strictObject({
  path: urlPath.describe('Path that tells the revision: /api/health.'),
  json: z.string().min(1).optional().describe('Dotted JSON path to the revision in the answer.'),
  header: z.string().min(1).optional().describe('Response header with the revision.'),
})

const suite = z.union([
  shellLine,
  z.strictObject({
    command: shellLine.describe('Shell line, run with BASE_URL.'),
    component: name.optional().describe('Component in whose folder it runs.'),
  }),
])

export const smoke = z.strictObject({
  attempts: z.int('expected a whole number').min(1, 'expected at least 1 attempt').max(1000, 'expected at most 1000 attempts').default(30).describe('Attempts before it fails.'),
  intervalSeconds: seconds.default(10).describe('Seconds between two attempts.'),
  revision: revision.optional().describe('Where the application tells the revision it runs.'),
  checks: z.array(check).default([]).describe('Requests and the answers expected.'),
  suite: suite.optional().describe('Shell line run with BASE_URL after the checks, or command and component.'),
})
