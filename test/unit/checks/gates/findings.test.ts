import { describe, expect, it } from 'vitest'
import { type BaseScan, toBaseline } from '../../../../src/checks/gates/baseline.ts'
import { applyFindingsGate, gateAgainstBase, gateFindings, gateWaivers, type FindingsGate } from '../../../../src/checks/gates/findings.ts'
import type { CheckOutcome, Finding } from '../../../../src/checks/outcome.ts'

const finding = (facts: Partial<Finding> = {}): Finding => ({ tool: 'audit', rule: 'CVE-1', severity: 'high', message: 'bad', file: 'a.py', line: 3, ...facts })
const nowMs = Date.parse('2026-11-25T12:00:00Z')
const gate = (facts: Partial<FindingsGate> = {}): FindingsGate => ({ failOn: ['critical', 'high'], waivers: [], nowMs, ...facts })
const waiver = { id: 'CVE-1', owner: 'ana', reason: 'no fix yet', expires: '2026-12-31' }

describe('gateFindings', () => {
  it('fails on the severities it is told, and counts the errors of a tool as high', () => {
    const found = [finding({ severity: 'critical' }), finding({ severity: 'medium' }), finding({ severity: 'error' }), finding({ severity: 'warning' })]
    expect(gateFindings(found, gate()).failing.map(({ severity }) => severity)).toEqual(['critical', 'error'])
    expect(gateFindings(found, gate()).accepted.map(({ why }) => why)).toEqual(['medium does not fail', 'warning does not fail'])
  })
  it('fails only on what the baseline does not know, however often it is there', () => {
    const baseline = toBaseline([finding()])
    const moved = finding({ line: 90 })
    expect(gateFindings([moved], gate({ baseline })).failing).toEqual([])
    expect(gateFindings([moved, finding()], gate({ baseline })).failing).toEqual([finding()])
    expect(gateFindings([finding({ file: 'b.py' })], gate({ baseline })).failing).toHaveLength(1)
  })
  it('accepts what a waiver names until its date, and says who waived it', () => {
    expect(gateFindings([finding()], gate({ waivers: [waiver] })).accepted[0]?.why).toBe('waived by ana until 2026-12-31: no fix yet')
    expect(gateFindings([finding()], gate({ waivers: [{ ...waiver, id: 'CVE-1@a.py' }] })).failing).toEqual([])
    expect(gateFindings([finding()], gate({ waivers: [{ ...waiver, id: 'CVE-1@b.py' }] })).failing).toHaveLength(1)
    expect(gateFindings([finding()], gate({ waivers: [{ ...waiver, expires: '2026-11-25' }] })).failing).toHaveLength(1)
    expect(gateFindings([finding()], gate({ waivers: [{ ...waiver, expires: 'never' }] })).failing).toHaveLength(1)
  })
  it('lists waivers that match nothing any more', () => {
    expect(gateFindings([], gate({ waivers: [waiver] })).unused).toEqual([waiver])
  })
})

describe('applyFindingsGate', () => {
  const outcome: CheckOutcome = { id: 'security.a', concern: 'security', path: '.', components: ['a'], cell: '', state: 'failed', summary: '2 findings', findings: [finding(), finding({ rule: 'CVE-2' })], output: '', reproduce: 'x' }
  it('keeps what it accepts beside what fails', () => {
    expect(applyFindingsGate(outcome, gate({ waivers: [waiver] }))).toMatchObject({ state: 'failed', summary: '1 finding, 1 accepted', findings: [{ rule: 'CVE-2' }], accepted: [{ finding: { rule: 'CVE-1' } }] })
    expect(applyFindingsGate(outcome, gate({ baseline: toBaseline(outcome.findings) }))).toMatchObject({ state: 'passed', summary: 'no new findings, 2 accepted', findings: [] })
  })
  it('never turns an error into a verdict', () => {
    expect(applyFindingsGate({ ...outcome, state: 'error' }, gate({ baseline: toBaseline(outcome.findings) })).state).toBe('error')
  })
})

describe('gateWaivers', () => {
  it('fails for an expired waiver and names its owner', () => {
    expect(gateWaivers({ waivers: [{ ...waiver, expires: '2026-11-01' }, waiver], nowMs, reproduce: 'x' })).toMatchObject({ state: 'failed', code: 'WAIVER_EXPIRED', summary: '1 waiver expired (ana)' })
    expect(gateWaivers({ waivers: [waiver], nowMs, reproduce: 'x' })).toBeUndefined()
  })
})

describe('gateAgainstBase', () => {
  const outcome: CheckOutcome = { id: 'security.a', concern: 'security', path: '.', components: ['a'], cell: '', state: 'failed', summary: '2 findings', findings: [finding({ line: 9 }), finding({ rule: 'CVE-2' })], output: '', reproduce: 'x' }
  const against = (base: BaseScan) => gateAgainstBase(outcome, { failOn: ['critical', 'high'], waivers: [], nowMs, base })

  it('fails on what the same check did not find on the base, and keeps the rest as accepted', () => {
    expect(against({ kind: 'scanned', outcomes: [{ ...outcome, id: 'security.b' }, { ...outcome, findings: [finding()] }] })).toMatchObject({ state: 'failed', findings: [{ rule: 'CVE-2' }], accepted: [{ finding: { rule: 'CVE-1' }, why: 'in the baseline' }], summary: '1 finding, 1 accepted' })
    expect(against({ kind: 'scanned', outcomes: [outcome] }).state).toBe('passed')
  })
  it('counts every finding as new and says so where the base could not be scanned, has no such check or is not known', () => {
    for (const [base, why] of [
      [{ kind: 'scanned', outcomes: [{ ...outcome, state: 'error', code: 'SCANNER_UNREACHABLE' }] }, 'the base could not be scanned (SCANNER_UNREACHABLE)'],
      [{ kind: 'scanned', outcomes: [] }, 'the base has nothing that this scanner looks at'],
      [{ kind: 'unknown', why: 'the base was not fetched' }, 'the base was not fetched'],
    ] as const) {
      expect(against(base)).toMatchObject({ state: 'failed', findings: [{}, {}], summary: `2 findings; every finding counts as new: ${why}` })
    }
    expect(against({ kind: 'none' }).summary).toBe('2 findings')
  })
  it('leaves an error one, whatever the base had', () => {
    expect(gateAgainstBase({ ...outcome, state: 'error' }, { failOn: ['high'], waivers: [], nowMs, base: { kind: 'scanned', outcomes: [outcome] } }).state).toBe('error')
  })
})
