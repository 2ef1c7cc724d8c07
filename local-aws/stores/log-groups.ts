import type { Plane } from '../plane.ts'
import { regionOf } from '../world.ts'
import type { LogGroup } from './state.ts'

/** Create a log group unless it is there. */
export function ensureLogGroup(plane: Plane, options: { region: string; name: string }): LogGroup {
  const { region, name } = options
  const { stores } = regionOf(plane.world, region)
  return (stores.logGroups[name] ??= {
    name,
    arn: `arn:aws:logs:${region}:${plane.world.accountId}:log-group:${name}`,
    createdAt: plane.timeline.now(),
    streams: {},
  })
}

/** Append one message to a stream, creating group and stream as needed. */
export function appendLog(plane: Plane, options: { region: string; group: string; stream: string; message: string }): void {
  const group = ensureLogGroup(plane, { region: options.region, name: options.group })
  const now = Math.floor(plane.timeline.now())
  const stream = (group.streams[options.stream] ??= { name: options.stream, arn: `${group.arn}:log-stream:${options.stream}`, createdAt: now, events: [] })
  stream.events.push({ timestamp: now, ingestedAt: now, message: options.message })
}
