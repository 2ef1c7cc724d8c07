import { beforeAll, expect, test } from 'vitest'
import type { Exchange } from '../../../local-aws/index.ts'
import { installJudges } from './botocore/install.ts'
import { findMisfits } from './botocore/validate.ts'

let models: string

beforeAll(async () => {
  models = (await installJudges()).models
}, 600_000)

function exchange(service: string, operation: string, more: Partial<Exchange> & { input?: Record<string, unknown>; protocol?: Exchange['call']['protocol'] } = {}): Exchange {
  const { input = {}, protocol = 'json-1.1', ...rest } = more
  return { call: { service, operation, protocol, input, region: 'r', accessKeyId: 'a', sessionToken: undefined, requestId: 'i' }, atMs: 0, status: 200, output: undefined, errorCode: undefined, body: '{}', fault: undefined, ...rest }
}

test('finds a member that AWS does not have, a wrong type and a value outside its list', () => {
  const body = JSON.stringify({ services: [{ serviceNme: 'x', desiredCount: '2', launchType: 'LAPTOP', createdAt: 'today', events: [{ createdAt: 1.5 }] }], failures: {} })
  expect(findMisfits(models, exchange('ecs', 'DescribeServices', { input: { services: ['a'] }, body }))).toEqual([
    'ecs:DescribeServices answer.services[0].serviceNme: is not in the model',
    'ecs:DescribeServices answer.services[0].desiredCount: should be a number, is "2"',
    expect.stringMatching(/launchType: "LAPTOP" is not one of EC2/) as string,
    'ecs:DescribeServices answer.services[0].createdAt: should be a time, is "today"',
    'ecs:DescribeServices answer.failures: should be a list, is {}',
  ])
})

test('finds a request without what is required', () => {
  expect(findMisfits(models, exchange('ecs', 'StopTask'))).toEqual(['ecs:StopTask request.task: is required'])
})

test('finds the same in XML', () => {
  const body = '<DescribeTargetHealthResponse><DescribeTargetHealthResult><TargetHealthDescriptions><item><Target><Id>a</Id><Port>x</Port></Target><Mood/></item></TargetHealthDescriptions></DescribeTargetHealthResult></DescribeTargetHealthResponse>'
  expect(findMisfits(models, exchange('elbv2', 'DescribeTargetHealth', { input: { TargetGroupArn: 'a' }, body, protocol: 'query' }))).toEqual([
    'elbv2:DescribeTargetHealth answer.TargetHealthDescriptions: <item> should be <member>',
    'elbv2:DescribeTargetHealth answer.TargetHealthDescriptions[].Target.Port: should be a number, is "x"',
    'elbv2:DescribeTargetHealth answer.TargetHealthDescriptions[].Mood: is not in the model',
  ])
})

test('finds an error that the operation does not have', () => {
  expect(findMisfits(models, exchange('ecs', 'DescribeServices', { status: 400, errorCode: 'NoSuchThing' }))[0]).toMatch(/^ecs:DescribeServices error: NoSuchThing is not one of /)
})
