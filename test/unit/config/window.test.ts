import { describe, expect, it } from 'vitest'
import { isInWindow, parseWindow } from '../../../src/config/window.ts'

const holds = (window: string, at: string) => isInWindow(parseWindow(window)!, Date.parse(at))

describe('a release window', () => {
  it.each([
    ['Sun 02:00-05:00 UTC', '2026-11-22T02:00:00Z', true],
    ['Sun 02:00-05:00 UTC', '2026-11-22T05:00:00Z', false],
    ['Sun 02:00-05:00 UTC', '2026-11-23T03:00:00Z', false],
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-11-23T08:30:00Z', true],
    ['Mon-Fri 09:00-17:00 Europe/Berlin', '2026-07-20T07:30:00Z', true],
    ['Fri-Mon,Wed 00:00-24:00 UTC', '2026-11-22T12:00:00Z', true],
    ['daily 22:00-04:00 UTC', '2026-11-22T03:59:00Z', true],
    ['Sat 22:00-04:00 UTC', '2026-11-22T03:59:00Z', true],
    ['Sat 22:00-04:00 UTC', '2026-11-21T03:59:00Z', false],
  ])('%s at %s: %s', (window, at, expected) => {
    expect(holds(window, at)).toBe(expected)
  })

  it.each(['Sun', 'Sun 2:00-5:00 UTC', 'Sun 02:00-02:00 UTC', 'Sun 02:00-25:00 UTC', 'Sun 02:61-03:00 UTC', 'Xyz 02:00-05:00 UTC', 'Mon-Tue-Wed 02:00-05:00 UTC', 'Sun 02:00-05:00 Moon/Base'])('refuses %s', (text) => {
    expect(parseWindow(text)).toBeUndefined()
  })
})
