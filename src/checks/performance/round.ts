import { parseBenchmarks, type Benchmark } from '../gates/benchmarks.ts'
import type { CheckOutcome } from '../outcome.ts'
import { unreadable } from '../parse/readable.ts'
import { settle, type StepRun } from '../parse/settle.ts'
import { benchmarkFile } from './steps.ts'

/** One run of a benchmark command: how it ended, and what it measured where it passed. */
export interface Round {
  readonly outcome: CheckOutcome
  readonly benchmarks: readonly Benchmark[]
}

/**
 * Read what one run of a benchmark command left: `$OUT/benchmark.json`, else what it printed.
 *
 * Lines before the JSON, such as those that npm prints, are passed over.
 */
export function readRound({ run, text }: StepRun): Round {
  let benchmarks: readonly Benchmark[] = []
  const outcome = settle(run, () => {
    if (run.exitCode !== 0) return { state: 'failed', code: 'TOOL_FAILED', summary: `the benchmark command ended with exit code ${run.exitCode}` }
    const file = text(benchmarkFile)
    benchmarks = file === undefined ? parsePrinted(run.stdout) : parseBenchmarks(file, benchmarkFile)
    if (benchmarks.length === 0) throw unreadable(file === undefined ? printed : benchmarkFile, 'there is no benchmark in it')
    return { state: 'passed', summary: `${benchmarks.length} measured` }
  })
  return { outcome, benchmarks: outcome.state === 'passed' ? benchmarks : [] }
}

const printed = 'what the benchmark command printed'

function parsePrinted(stdout: string): Benchmark[] {
  const at = stdout.search(/^[[{]/m)
  return parseBenchmarks(at < 0 ? stdout : stdout.slice(at), printed)
}
