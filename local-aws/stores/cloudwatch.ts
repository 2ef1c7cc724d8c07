import { AwsError } from '../aws-error.ts'
import type { Operation, ServiceModel } from '../operation.ts'
import { page } from '../page.ts'
import { regionOf } from '../world.ts'
import type { Alarm } from './state.ts'

/** Only metric alarms, whose state is set and not evaluated. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html (50 by default, 100 at most) */
const DescribeAlarms: Operation = {
  accepts: ['AlarmNames', 'AlarmNamePrefix', 'AlarmTypes', 'StateValue', 'MaxRecords', 'NextToken'],
  run(plane, call) {
    const input = call.input as { AlarmNames?: string[]; AlarmNamePrefix?: string; AlarmTypes?: string[]; StateValue?: string; MaxRecords?: number; NextToken?: string }
    const alarms = Object.values(regionOf(plane.world, call.region).stores.alarms)
      .filter((alarm) => input.AlarmNames?.includes(alarm.name) ?? true)
      .filter((alarm) => alarm.name.startsWith(input.AlarmNamePrefix ?? ''))
      .filter((alarm) => input.StateValue === undefined || alarm.state === input.StateValue)
      .filter(() => input.AlarmTypes?.includes('MetricAlarm') ?? true)
    const { items, next } = page(alarms, { token: input.NextToken, size: input.MaxRecords, defaultSize: 50, largestSize: 100, invalidCode: 'InvalidNextToken' })
    return { CompositeAlarms: [], MetricAlarms: items.map(view), ...(next === undefined ? {} : { NextToken: next }) }
  },
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_SetAlarmState.html */
const SetAlarmState: Operation = {
  requires: ['AlarmName', 'StateValue', 'StateReason'],
  accepts: ['StateReasonData'],
  run(plane, call) {
    const input = call.input as { AlarmName: string; StateValue: Alarm['state']; StateReason: string }
    const alarm = regionOf(plane.world, call.region).stores.alarms[input.AlarmName]
    if (alarm === undefined) throw new AwsError('ResourceNotFound', 'Unknown alarm', { status: 404 })
    Object.assign(alarm, { state: input.StateValue, stateReason: input.StateReason, stateUpdatedAt: plane.timeline.now() })
    plane.timeline.schedule(0, 'ecs.alarm-changed', { region: call.region, alarm: alarm.name })
    return undefined
  },
}

/** CloudWatch alarms as deployments watch them. */
export const cloudwatch: ServiceModel = { namespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/', invalidInput: 'ValidationError', operations: { DescribeAlarms, SetAlarmState } }

function view(alarm: Alarm): Record<string, unknown> {
  return {
    AlarmName: alarm.name,
    AlarmArn: alarm.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    StateValue: alarm.state,
    StateReason: alarm.stateReason,
    StateUpdatedTimestamp: new Date(alarm.stateUpdatedAt),
    Dimensions: [],
  }
}
