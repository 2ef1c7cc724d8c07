import type { CheckOutcome } from '../checks/outcome.ts'
import { countLines, percentOf } from '../checks/gates/coverage.ts'
import { isFailing } from '../checks/parse/count-tests.ts'
import { changedFiles } from './changed-files.ts'
import { duration, instant, percent, plural, short, size, stateMark, stateWord, verdictWords } from './format.ts'
import { headline } from './headline.ts'
import type { RunReport } from './run-report.ts'
import { describeFinding, describeTest, isRed } from './summarize-failures.ts'
import { runState } from './verdict.ts'

/** A step summary may have 1 MiB; the rest is for whoever else writes into it. */
const maxCharacters = 400_000
const listed = 30

/** Write the summary of a run as GitHub-flavoured Markdown. */
export function markdownSummary(report: RunReport): string {
  const red = report.outcomes.filter(isRed)
  const parts = [
    `## ${verdictWords[runState(report)]}: ${cell(report.project)} ${report.call}\n\n${text(headline(report))}.`,
    facts(report),
    red.map(failure).join('\n\n'),
    checks(report.outcomes),
    uncovered(report),
    flaky(report.outcomes),
    images(report),
    release(report),
    (report.notes ?? []).map((note) => `> ${text(note)}`).join('\n'),
  ]
  const whole = `${parts.filter((part) => part !== '').join('\n\n')}\n`
  return whole.length <= maxCharacters ? whole : `${whole.slice(0, maxCharacters)}\n\n…cut here; the page \`report.html\` has the rest.\n`
}

function facts(report: RunReport): string {
  const took = duration((report.finishedAtMs - report.startedAtMs) / 1000)
  const said = [report.revision ? `revision \`${short(report.revision)}\`` : 'no revision', ...(report.base ? [`against ${code(report.base)}`] : []), instant(report.startedAtMs), took, ...(report.engineVersion ? [`engine ${cell(report.engineVersion)}`] : [])]
  return said.join(' · ')
}

function failure(outcome: CheckOutcome): string {
  const tests = (outcome.tests?.cases ?? []).filter(isFailing)
  const items = [...tests.map(describeTest), ...outcome.findings.map(describeFinding)]
  const rest = items.length > listed ? `\n- … and ${items.length - listed} more` : ''
  const list = items.length > 0 ? `\n\n${items.slice(0, listed).map((item) => `- ${text(item)}`).join('\n')}${rest}` : ''
  const body = tests.length > 0 ? tests.slice(0, listed).map(({ id, detail, message }) => `${id}\n${(detail ?? message ?? '').slice(0, 2000)}`).join('\n\n') : outcome.output
  const output = body.trim() === '' ? '' : `\n\n<details><summary>Output</summary>\n\n${fence(body)}\n\n</details>`
  const again = outcome.reproduce ? `\n\nReproduce: ${code(outcome.reproduce)}` : ''
  return `### ${stateMark[outcome.state]} ${cell(outcome.id)}: ${text(outcome.summary)}${list}${output}${again}`
}

function checks(outcomes: readonly CheckOutcome[]): string {
  if (outcomes.length === 0) return ''
  const rows = outcomes.map((outcome) => {
    const covered = outcome.coverage ? percent(percentOf(countLines(outcome.coverage.files))) : ''
    const took = outcome.durationSeconds === undefined ? '' : duration(outcome.durationSeconds)
    return `| ${stateMark[outcome.state]} ${stateWord[outcome.state]} | ${cell(outcome.id)} | ${cell(outcome.summary)} | ${covered} | ${took} |`
  })
  return ['| | Check | Result | Coverage | Took |', '|---|---|---|--:|--:|', ...rows].join('\n')
}

/** Those of a check that failed for them are with the failure already. */
function uncovered(report: RunReport): string {
  const told = new Set(report.outcomes.flatMap(({ findings }) => findings.filter(({ rule }) => rule === 'uncovered-change').map(({ file }) => file)))
  const lines = changedFiles(report).filter(({ file }) => !told.has(file)).flatMap(({ file, uncovered: ranges }) => ranges.map((range) => `- ${code(`${file}:${range.start}`)}${range.end > range.start ? ` to ${range.end}` : ''}`))
  if (lines.length === 0) return ''
  return ['### Changed lines that no test ran', '', ...lines.slice(0, listed), ...(lines.length > listed ? [`- … and ${lines.length - listed} more`] : [])].join('\n')
}

function flaky(outcomes: readonly CheckOutcome[]): string {
  const cases = outcomes.flatMap(({ tests }) => tests?.cases ?? [])
  const lines = [
    ...cases.filter(({ state }) => state === 'flaky').map(({ id }) => `- flaky, passed on a later try: ${text(id)}`),
    ...cases.flatMap(({ id, quarantine }) => (quarantine ? [`- failed in quarantine until ${text(quarantine.expires)} (${text(quarantine.owner)}): ${text(id)}`] : [])),
  ]
  return lines.length === 0 ? '' : `### Flaky tests\n\n${lines.join('\n')}`
}

function images({ receipt }: RunReport): string {
  if (!receipt?.images.length) return ''
  const rows = receipt.images.map(({ component, digest, platforms, tags }) => `| ${cell(component)} | ${code(short(digest))} | ${cell(tags.join(', '))} | ${platforms.map((one) => `${cell(one.platform)} ${size(one.sizeBytes)}, ${plural(one.layers, 'layer')}`).join('<br>')} |`)
  return ['### Images', '', '| Component | Digest | Tags | Platforms |', '|---|---|---|---|', ...rows].join('\n')
}

function release(report: RunReport): string {
  if (!report.release) return ''
  const { stage, target, state, summary, steps } = report.release
  const rows = steps.map((step) => {
    const took = step.startedAtMs === undefined || step.finishedAtMs === undefined ? '' : duration((step.finishedAtMs - step.startedAtMs) / 1000)
    return `| ${stateMark[step.state]} ${stateWord[step.state]} | ${cell([step.name, step.component, step.region].filter(Boolean).join(' '))} | ${cell(step.text ?? '')} | ${took} |`
  })
  const warning = state === 'rolled-back' ? `> [!CAUTION]\n> Rolled back: ${text(summary)}\n\n` : ''
  return [`### Release to ${cell(stage)} (${cell(target)})`, '', `${warning}| | Step | What | Took |`, '|---|---|---|--:|', ...rows].join('\n')
}

/** Text that a tool wrote must not become markup, a link or a mention. */
const text = (value: string): string => value.replace(/[\n\r]+/g, ' ').replace(/[\\`*_{}[\]<>#|~]/g, '\\$&').replace(/@(?=\w)/g, '@\u200b')
const cell = text

function code(value: string): string {
  const flat = value.replace(/[\n\r]+/g, ' ')
  const ticks = '`'.repeat(longestRun(flat) + 1)
  return ticks.length === 1 ? `\`${flat}\`` : `${ticks} ${flat} ${ticks}`
}

function fence(value: string): string {
  const ticks = '`'.repeat(Math.max(3, longestRun(value) + 1))
  const kept = value.length > 8000 ? `[…]\n${value.slice(-8000)}` : value
  return `${ticks}text\n${kept}\n${ticks}`
}

const longestRun = (value: string): number => Math.max(0, ...[...value.matchAll(/`+/g)].map(([run]) => run.length))
