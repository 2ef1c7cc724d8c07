import type { AwsPorts, LambdaFunction } from '../aws/ports.ts'
import type { Clock } from '../shared/clock.ts'
import { retryTransient } from '../shared/retry.ts'
import { parseAnswer } from './answer.ts'

/** Ask the database's revision; `null` where nothing was ever migrated, undefined where the migrator does not tell. */
export async function askCurrent(ports: AwsPorts, found: LambdaFunction, clock: Clock): Promise<string | null | undefined> {
  const answer = await retryTransient(() => ports.lambda.invoke({ name: found.name, payload: JSON.stringify({ command: 'current' }), functionTimeoutSeconds: found.timeoutSeconds }), { clock })
  if (answer.functionError) return undefined
  const current = parseAnswer(answer.payload)?.['current']
  return typeof current === 'string' || current === null ? current : undefined
}
