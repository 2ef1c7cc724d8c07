import type { RunReport } from './run-report.ts'

/** One bar of the timeline. */
export interface Span {
  /** Dotted step name. */
  readonly step: string
  readonly startMs: number
  readonly endMs: number
  readonly state: 'passed' | 'failed' | 'error' | 'skipped' | 'running'
  readonly text?: string
  /** Part of the chain that the run's length comes from. */
  readonly critical: boolean
}

export interface Timeline {
  readonly startMs: number
  readonly endMs: number
  readonly spans: readonly Span[]
  /** Checks whose container ran before this run began: their results came from the cache. */
  readonly cached: readonly string[]
}

type Bar = Omit<Span, 'critical'>

/** Checks say when they ran in whole seconds, so that much earlier is still this run. */
const clockSlackMs = 1500

/**
 * Lay out every step that took time, from events, checks and the release's journal.
 *
 * The critical path goes back from the step that ended last to the latest one that had ended before it began, and so on. Who
 * really waited for whom is not recorded, so it is the likeliest chain, not a proof.
 */
export function buildTimeline(report: RunReport): Timeline {
  const bars = [...fromEvents(report), ...fromOutcomes(report), ...fromRelease(report)]
  const byStep = new Map<string, Bar>()
  for (const bar of bars) if (!byStep.has(bar.step)) byStep.set(bar.step, bar)
  const fresh = [...byStep.values()].filter((bar) => bar.startMs >= report.startedAtMs - clockSlackMs)
  const cached = [...byStep.values()].filter((bar) => bar.startMs < report.startedAtMs - clockSlackMs).map(({ step }) => step)
  // A step that others are part of (`release` of `release.deploy`) is as long as they are and says nothing itself.
  const leaves = fresh.filter(({ step }) => !fresh.some((other) => other.step.startsWith(`${step}.`)))
  const ordered = leaves.sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs || (a.step < b.step ? -1 : 1))
  const critical = criticalPath(ordered)
  return {
    startMs: Math.min(report.startedAtMs, ...ordered.map(({ startMs }) => startMs)),
    endMs: Math.max(report.finishedAtMs, ...ordered.map(({ endMs }) => endMs)),
    spans: ordered.map((bar) => ({ ...bar, critical: critical.has(bar) })),
    cached,
  }
}

function criticalPath(bars: readonly Bar[]): Set<Bar> {
  const path = new Set<Bar>()
  let next = latest(bars)
  while (next) {
    path.add(next)
    const { startMs } = next
    next = latest(bars.filter((bar) => bar.endMs <= startMs + clockSlackMs / 3 && bar.startMs < startMs && !path.has(bar)))
  }
  return path
}

const latest = (bars: readonly Bar[]): Bar | undefined => bars.reduce<Bar | undefined>((best, bar) => (!best || bar.endMs > best.endMs ? bar : best), undefined)

function fromEvents(report: RunReport): Bar[] {
  const open = new Map<string, { startMs: number; text?: string }>()
  const bars: Bar[] = []
  for (const { step, state, atMs, text } of report.events) {
    if (state === 'started') open.set(step, { startMs: atMs, ...(text ? { text } : {}) })
    const begun = open.get(step)
    if (state === 'started' || state === 'progress' || !begun) continue
    open.delete(step)
    bars.push({ step, startMs: begun.startMs, endMs: atMs, state, ...((text ?? begun.text) ? { text: text ?? begun.text ?? '' } : {}) })
  }
  return [...bars, ...[...open].map(([step, begun]): Bar => ({ step, endMs: report.finishedAtMs, state: 'running', ...begun }))]
}

function fromOutcomes(report: RunReport): Bar[] {
  return report.outcomes.flatMap(({ id, startedAtMs, durationSeconds, state, summary }): Bar[] =>
    startedAtMs === undefined || durationSeconds === undefined ? [] : [{ step: `checks.${id}`, startMs: startedAtMs, endMs: startedAtMs + durationSeconds * 1000, state, text: summary }],
  )
}

function fromRelease(report: RunReport): Bar[] {
  const { release } = report
  return (release?.steps ?? []).flatMap(({ name, component, region, startedAtMs, finishedAtMs, state, text }): Bar[] => {
    if (startedAtMs === undefined) return []
    const step = `release.${[name, component, region].filter(Boolean).join(' ')}`
    return [{ step, startMs: startedAtMs, endMs: finishedAtMs ?? report.finishedAtMs, state: state === 'rolled-back' ? 'failed' : state, ...(text ? { text } : {}) }]
  })
}
