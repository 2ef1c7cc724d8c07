/** A weekly time in which releases may start. */
export interface ReleaseWindow {
  /** Days on which it starts; Sunday is 0. */
  readonly days: readonly number[]
  /** Minutes after midnight. */
  readonly startMinute: number
  /** Minutes after midnight; smaller than the start when the window ends on the next day. */
  readonly endMinute: number
  /** IANA zone or UTC. */
  readonly zone: string
}

const dayNames = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const form = /^([A-Za-z,-]+) (\d{2}):(\d{2})-(\d{2}):(\d{2}) (\S+)$/

/** Read `Sun 02:00-05:00 UTC`, `Mon-Fri 09:00-17:00 Europe/Berlin` or `daily 22:00-04:00 UTC`; nothing when it is none. */
export function parseWindow(text: string): ReleaseWindow | undefined {
  const match = form.exec(text.trim())
  if (!match) return undefined
  const [, dayText = '', startHour, startMin, endHour, endMin, zone = ''] = match
  const days = parseDays(dayText)
  const startMinute = minuteOfDay(startHour, startMin)
  const endMinute = minuteOfDay(endHour, endMin)
  if (!days || startMinute === undefined || endMinute === undefined || startMinute === endMinute || !isZone(zone)) return undefined
  return { days, startMinute, endMinute, zone }
}

/** Tell whether a moment (milliseconds since the epoch) lies in the window; the end itself does not. */
export function isInWindow(window: ReleaseWindow, atMs: number): boolean {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone: window.zone, weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).formatToParts(atMs)
  const part = (type: string): string => parts.find((found) => found.type === type)?.value ?? ''
  const day = dayNames.indexOf(part('weekday'))
  const minute = Number(part('hour')) * 60 + Number(part('minute'))
  const { days, startMinute, endMinute } = window
  if (startMinute < endMinute) return days.includes(day) && minute >= startMinute && minute < endMinute
  return (days.includes(day) && minute >= startMinute) || (days.includes((day + 6) % 7) && minute < endMinute)
}

function parseDays(text: string): number[] | undefined {
  if (text.toLowerCase() === 'daily') return [0, 1, 2, 3, 4, 5, 6]
  const days = new Set<number>()
  for (const item of text.split(',')) {
    const [from, to, ...more] = item.split('-').map((name) => dayNames.findIndex((day) => day.toLowerCase() === name.toLowerCase()))
    if (from === undefined || from < 0 || (to !== undefined && to < 0) || more.length > 0) return undefined
    for (let day = from; ; day = (day + 1) % 7) {
      days.add(day)
      if (day === (to ?? from)) break
    }
  }
  return [...days].sort()
}

function minuteOfDay(hour: string | undefined, minute: string | undefined): number | undefined {
  const [hours, minutes] = [Number(hour), Number(minute)]
  return hours > 24 || minutes > 59 || (hours === 24 && minutes > 0) ? undefined : hours * 60 + minutes
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
