import { AwsError } from '../aws-error.ts'
import { hexId, uuid } from '../ids.ts'
import type { Operation } from '../operation.ts'
import type { Plane } from '../plane.ts'
import { appendLog } from '../stores/log-groups.ts'
import type { Call } from '../wire/call.ts'
import { RawAnswer } from '../wire/call.ts'
import { functionOf, versionOf } from './find.ts'
import type { HostedAnswer } from './host.ts'
import type { LambdaBehaviour, LambdaVersion } from './state.ts'

/** The connection of an invocation is cut after the handler has run: the lost answer. */
export class LostAnswer extends Error {}

/**
 * Run a function and wait. The status is 200 also when the handler fails: FunctionError says so. A function serves one
 * invocation at a time here, in a container that the runtime interface feeds, or by its registered behaviour.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/python-exceptions.html (how errors look)
 */
export const Invoke: Operation = {
  requires: ['FunctionName'],
  accepts: ['InvocationType', 'LogType', 'ClientContext', 'Qualifier', 'Payload'],
  async run(plane, call) {
    const version = versionOf(plane, call)
    const { state } = functionOf(plane, call)
    if (state !== 'Active') throw new AwsError('ResourceConflictException', `The operation cannot be performed at this time. The function is currently in the following state: ${state}`, { status: 409 })
    const payload = readPayload(call)
    const type = (call.input['InvocationType'] as string | undefined) ?? 'RequestResponse'
    if (type === 'DryRun') return new RawAnswer({ status: 204, headers: {}, body: '' })
    const requestId = uuid(plane.world.ids)
    const running = execute(plane, { version, payload, requestId })
    if (type === 'Event') {
      running.catch(() => undefined)
      return new RawAnswer({ status: 202, headers: {}, body: '' })
    }
    const { answer, log } = await running
    const body = answer.kind === 'result' || answer.kind === 'error' ? answer.payload : JSON.stringify(failure(version, { answer, requestId }))
    return new RawAnswer({
      status: 200,
      headers: {
        'content-type': 'application/json',
        'x-amz-executed-version': version.version,
        ...(answer.kind === 'result' ? {} : { 'x-amz-function-error': 'Unhandled' }),
        ...(call.input['LogType'] === 'Tail' ? { 'x-amz-log-result': Buffer.from(log.slice(-4096)).toString('base64') } : {}),
      },
      body,
    })
  },
}

async function execute(plane: Plane, options: { version: LambdaVersion; payload: string; requestId: string }): Promise<{ answer: HostedAnswer; log: string }> {
  const { version, payload, requestId } = options
  const begunMs = plane.timeline.now()
  const behaviour = claim(plane, version)
  const hosted = behaviour === undefined ? plane.lambda.invoke({ version, payload, requestId }) : undefined
  const answer = hosted === undefined ? await behave(plane, { version, payload, behaviour }) : await hosted
  const tookMs = (plane.timeline.now() - begunMs).toFixed(2)
  const lines = [
    `START RequestId: ${requestId} Version: ${version.version}`,
    ...answer.logs,
    ...(answer.kind === 'timeout' || answer.kind === 'exit' ? [String(failure(version, { answer, requestId })['errorMessage'])] : []),
    `END RequestId: ${requestId}`,
    `REPORT RequestId: ${requestId}\tDuration: ${tookMs} ms\tBilled Duration: ${Math.ceil(Number(tookMs))} ms\tMemory Size: ${version.memoryMegabytes} MB\tMax Memory Used: 64 MB`,
  ]
  const stream = `${new Date(begunMs).toISOString().slice(0, 10).replaceAll('-', '/')}/[${version.version}]${hexId(plane.world.ids)}`
  for (const message of lines) appendLog(plane, { region: version.arn.split(':')[3] ?? '', group: `/aws/lambda/${version.name}`, stream, message })
  if (behaviour?.kind === 'lost-answer') throw new LostAnswer(`the answer of ${version.name} was lost`)
  return { answer, log: `${lines.join('\n')}\n` }
}

async function behave(plane: Plane, options: { version: LambdaVersion; payload: string; behaviour: LambdaBehaviour | undefined }): Promise<HostedAnswer> {
  const { version, behaviour } = options
  if (behaviour === undefined) {
    throw new AwsError('LocalAwsNotModelled', `local-aws has nothing that answers the function ${version.name}: register a behaviour for it, or let its container ask the runtime interface`)
  }
  const seconds = behaviour.kind === 'timeout' ? version.timeoutSeconds : (behaviour.seconds ?? 0)
  const timedOut = seconds >= version.timeoutSeconds
  if (seconds > 0) await plane.timeline.sleep(Math.min(seconds, version.timeoutSeconds) * 1000)
  const logs = behaviour.logs ?? []
  if (timedOut) return { kind: 'timeout', logs }
  if (behaviour.kind === 'exit') return { kind: 'exit', exitCode: 1, logs }
  if (behaviour.kind === 'throw') {
    const error = { errorMessage: behaviour.errorMessage ?? 'the handler failed', errorType: behaviour.errorType ?? 'Exception', requestId: '', stackTrace: [] }
    return { kind: 'error', payload: JSON.stringify(error), logs }
  }
  return { kind: 'result', payload: JSON.stringify(behaviour.result ?? null), logs }
}

function claim(plane: Plane, version: LambdaVersion): LambdaBehaviour | undefined {
  const rule = plane.world.lambdaBehaviours.findLast((one) => one.function === version.name && (one.count === undefined || one.count > 0))
  if (rule?.count !== undefined) rule.count -= 1
  return rule
}

function failure(version: LambdaVersion, options: { answer: HostedAnswer; requestId: string }): Record<string, string> {
  const { answer, requestId } = options
  if (answer.kind === 'timeout') return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: Task timed out after ${version.timeoutSeconds.toFixed(2)} seconds` }
  const code = answer.kind === 'exit' ? answer.exitCode : 0
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: exit status ${code}` }
}

function readPayload(call: Call): string {
  const payload = (call.input['Payload'] as string | undefined) ?? ''
  if (payload === '') return '{}'
  try {
    JSON.parse(payload)
  } catch (cause) {
    throw new AwsError('InvalidRequestContentException', `Could not parse request body into json: ${(cause as Error).message}`)
  }
  return payload
}
