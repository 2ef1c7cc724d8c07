import { AwsError } from '../aws-error.ts'
import type { Operation, ServiceModel } from '../operation.ts'
import { page } from '../page.ts'
import type { Plane } from '../plane.ts'
import type { Call } from '../wire/call.ts'
import { regionOf } from '../world.ts'
import { ensureLogGroup } from './log-groups.ts'
import type { LogEvent, LogGroup, LogStream } from './state.ts'

const INVALID = 'InvalidParameterException'

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html (50 a page) */
const DescribeLogGroups: Operation = {
  accepts: ['logGroupNamePrefix', 'logGroupNamePattern', 'nextToken', 'limit'],
  run(plane, call) {
    const input = call.input as { logGroupNamePrefix?: string; logGroupNamePattern?: string; nextToken?: string; limit?: number }
    const groups = Object.values(regionOf(plane.world, call.region).stores.logGroups)
      .filter((group) => group.name.startsWith(input.logGroupNamePrefix ?? '') && group.name.includes(input.logGroupNamePattern ?? ''))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const { items, next } = page(groups, { token: input.nextToken, size: input.limit, defaultSize: 50, largestSize: 50, invalidCode: INVALID })
    return { logGroups: items.map(groupView), ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
const CreateLogGroup: Operation = {
  requires: ['logGroupName'],
  accepts: ['tags'],
  run(plane, call) {
    const name = call.input['logGroupName'] as string
    if (regionOf(plane.world, call.region).stores.logGroups[name] !== undefined) throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists')
    ensureLogGroup(plane, { region: call.region, name })
    return undefined
  },
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogStreams.html (50 a page) */
const DescribeLogStreams: Operation = {
  accepts: ['logGroupName', 'logGroupIdentifier', 'logStreamNamePrefix', 'orderBy', 'descending', 'nextToken', 'limit'],
  run(plane, call) {
    const input = call.input as { logStreamNamePrefix?: string; orderBy?: string; descending?: boolean; nextToken?: string; limit?: number }
    const streams = Object.values(groupOf(plane, call).streams).filter((stream) => stream.name.startsWith(input.logStreamNamePrefix ?? ''))
    if (input.orderBy === 'LastEventTime') streams.sort((a, b) => (a.events.at(-1)?.timestamp ?? 0) - (b.events.at(-1)?.timestamp ?? 0))
    else streams.sort((a, b) => (a.name < b.name ? -1 : 1))
    if (input.descending === true) streams.reverse()
    const { items, next } = page(streams, { token: input.nextToken, size: input.limit, defaultSize: 50, largestSize: 50, invalidCode: INVALID })
    return { logStreams: items.map(streamView), ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/**
 * Events of one stream; from the end unless `startFromHead`. The token of the last page comes back unchanged, as in AWS.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetLogEvents.html
 */
const GetLogEvents: Operation = {
  requires: ['logStreamName'],
  accepts: ['logGroupName', 'logGroupIdentifier', 'startTime', 'endTime', 'nextToken', 'limit', 'startFromHead'],
  run(plane, call) {
    const input = call.input as { logStreamName: string; nextToken?: string; limit?: number; startFromHead?: boolean }
    const stream = groupOf(plane, call).streams[input.logStreamName]
    if (stream === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')
    const events = within(stream.events, call)
    const limit = Math.min(input.limit ?? 10_000, 10_000)
    const token = /^([fb])\/(\d+)$/.exec(input.nextToken ?? '')
    if (input.nextToken !== undefined && token === null) throw new AwsError(INVALID, 'The specified nextToken is invalid.')
    let start = input.startFromHead === true ? 0 : Math.max(0, events.length - limit)
    if (token !== null) start = token[1] === 'f' ? Number(token[2]) : Math.max(0, Number(token[2]) - limit)
    const end = token?.[1] === 'b' ? Number(token[2]) : Math.min(events.length, start + limit)
    return { events: events.slice(start, end).map(eventView), nextForwardToken: `f/${end}`, nextBackwardToken: `b/${start}` }
  },
}

/** Plain text filters match as parts of the message. @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
const FilterLogEvents: Operation = {
  accepts: ['logGroupName', 'logGroupIdentifier', 'logStreamNames', 'logStreamNamePrefix', 'startTime', 'endTime', 'filterPattern', 'nextToken', 'limit', 'interleaved'],
  run(plane, call) {
    const input = call.input as { logStreamNames?: string[]; logStreamNamePrefix?: string; filterPattern?: string; nextToken?: string; limit?: number }
    const wanted = (input.filterPattern ?? '').replaceAll('"', '')
    const found = Object.values(groupOf(plane, call).streams)
      .filter((stream) => (input.logStreamNames?.includes(stream.name) ?? true) && stream.name.startsWith(input.logStreamNamePrefix ?? ''))
      .flatMap((stream) => within(stream.events, call).map((event, at) => ({ logStreamName: stream.name, ...eventView(event), eventId: `${stream.name}/${at}` })))
      .filter((event) => event.message.includes(wanted))
      .sort((a, b) => a.timestamp - b.timestamp)
    const { items, next } = page(found, { token: input.nextToken, size: input.limit, defaultSize: 10_000, largestSize: 10_000, invalidCode: INVALID })
    return { events: items, searchedLogStreams: [], ...(next === undefined ? {} : { nextToken: next }) }
  },
}

/** CloudWatch Logs, to read what containers and functions wrote. */
export const logs: ServiceModel = {
  invalidInput: INVALID,
  operations: { CreateLogGroup, DescribeLogGroups, DescribeLogStreams, FilterLogEvents, GetLogEvents },
}

function groupOf(plane: Plane, call: Call): LogGroup {
  const { logGroupName, logGroupIdentifier } = call.input as { logGroupName?: string; logGroupIdentifier?: string }
  const name = logGroupName ?? logGroupIdentifier?.replace(/^arn:.*:log-group:/, '').replace(/:\*$/, '') ?? ''
  const group = regionOf(plane.world, call.region).stores.logGroups[name]
  if (group === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
  return group
}

function within(events: readonly LogEvent[], call: Call): LogEvent[] {
  const { startTime = 0, endTime = Infinity } = call.input as { startTime?: number; endTime?: number }
  return events.filter((event) => event.timestamp >= startTime && event.timestamp < endTime)
}

function groupView(group: LogGroup): Record<string, unknown> {
  return { logGroupName: group.name, creationTime: Math.floor(group.createdAt), metricFilterCount: 0, arn: `${group.arn}:*`, logGroupArn: group.arn, storedBytes: 0, logGroupClass: 'STANDARD' }
}

function streamView(stream: LogStream): Record<string, unknown> {
  const [first, last] = [stream.events[0], stream.events.at(-1)]
  const times = first === undefined || last === undefined ? {} : { firstEventTimestamp: first.timestamp, lastEventTimestamp: last.timestamp, lastIngestionTime: last.ingestedAt }
  return { logStreamName: stream.name, creationTime: Math.floor(stream.createdAt), ...times, arn: stream.arn, storedBytes: 0 }
}

function eventView(event: LogEvent): { timestamp: number; message: string; ingestionTime: number } {
  return { timestamp: event.timestamp, message: event.message, ingestionTime: event.ingestedAt }
}
