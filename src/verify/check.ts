import type { SmokeCheck } from '../config/model.ts'
import type { Clock } from '../shared/clock.ts'
import { redact } from '../shared/redact.ts'

/** How one request of a smoke test went. */
export interface CheckResult {
  readonly name: string
  readonly about: 'application' | 'dependency'
  readonly passed: boolean
  /** What was expected and what came; empty when it passed. */
  readonly problems: readonly string[]
  /** Whether asking again could not change it: the application answered, and with something else. */
  readonly final: boolean
  readonly latencyMs: number
}

export interface CheckPorts {
  readonly fetch: typeof fetch
  readonly clock: Clock
}

const answerWithinMs = 15_000

/** Make one request and hold the answer against what is expected: status, JSON, headers, latency. */
export async function runCheck(check: SmokeCheck, around: CheckPorts & { readonly baseUrl: string }): Promise<CheckResult> {
  const startMs = around.clock.now()
  const result = (problems: readonly string[], final: boolean): CheckResult => ({ name: check.name, about: check.about, passed: problems.length === 0, problems, final, latencyMs: around.clock.now() - startMs })
  const url = new URL(check.path.replace(/^\//, ''), around.baseUrl.endsWith('/') ? around.baseUrl : `${around.baseUrl}/`)
  let answer: Response
  let body: string
  try {
    answer = await around.fetch(url, { method: check.method, headers: check.headers, redirect: 'manual', signal: AbortSignal.timeout(answerWithinMs) })
    body = await answer.text()
  } catch (error) {
    return result([`${check.method} ${check.path}: no answer (${reason(error)})`], false)
  }
  const problems = [...statusProblem(check, answer, body), ...jsonProblems(check, body), ...headerProblems(check, answer)]
  const latencyMs = around.clock.now() - startMs
  if (check.maxLatencyMs !== undefined && latencyMs > check.maxLatencyMs) problems.push(`answered after ${latencyMs} ms, at most ${check.maxLatencyMs} ms allowed`)
  const mayPass = answer.status >= 500 || answer.status === 429 || answer.status === 408 || latencyMs > (check.maxLatencyMs ?? Infinity)
  return result(problems.map((problem) => `${check.method} ${check.path}: ${problem}`), problems.length > 0 && !mayPass)
}

/** Read a dotted path (`checks.0.state`) out of JSON text; undefined when it is not there. */
export function atPath(body: string, path: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
  for (const part of path.replace(/^\$\.?/, '').split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function statusProblem(check: SmokeCheck, answer: Response, body: string): string[] {
  return answer.status === check.status ? [] : [`status ${answer.status}, expected ${check.status}${body ? `; the body begins ${JSON.stringify(redact(body.slice(0, 120)))}` : ''}`]
}

function jsonProblems(check: SmokeCheck, body: string): string[] {
  return Object.entries(check.json).flatMap(([path, expected]) => {
    const found = atPath(body, path)
    return found === expected ? [] : [`${path} is ${found === undefined ? 'not there' : redact(found)}, expected ${expected}`]
  })
}

function headerProblems(check: SmokeCheck, answer: Response): string[] {
  return Object.entries(check.header).flatMap(([name, expected]) => {
    const found = answer.headers.get(name)
    return found === expected ? [] : [`header ${name} is ${found ?? 'not there'}, expected ${expected}`]
  })
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ((error.cause as { code?: string }).code ?? error.cause.message) : undefined
  return cause ?? (error.name === 'TimeoutError' ? `nothing within ${answerWithinMs / 1000} s` : error.message)
}
