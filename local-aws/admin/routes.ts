import { controlOf } from '../control.ts'
import type { Plane } from '../plane.ts'
import type { Seed } from '../seed.ts'
import type { Snapshot } from '../snapshot.ts'
import type { Stack } from '../stack.ts'
import { createStack } from '../stack.ts'
import type { HttpRequest } from '../wire/identify.ts'
import type { HttpAnswer } from '../wire/respond.ts'

/**
 * The admin API, for processes that cannot hold the Control object:
 *
 * - `GET /_local/health`, `GET /_local/time`, `GET|PUT /_local/state` (a snapshot), `GET /_local/endpoints` (of load balancers)
 * - `POST /_local/advance {seconds}`, `POST /_local/seed`, `POST /_local/reset`
 * - `POST /_local/stack`: make the services, load balancers, table and migrator of an application, where they are not there
 * - `POST /_local/faults`, `/_local/behaviours`, `/_local/lambda-behaviours` give `{id}`; `DELETE /_local/rules[/ID]`
 */
export async function handleAdmin(plane: Plane, request: HttpRequest): Promise<HttpAnswer> {
  const control = controlOf(plane)
  const body = request.body.length === 0 ? {} : (JSON.parse(request.body.toString('utf8')) as unknown)
  const rule = body as never
  const route = `${request.method} ${request.path.slice('/_local'.length)}`
  switch (route) {
    case 'GET /health':
      return json(200, { status: 'ok' })
    case 'GET /time':
      return json(200, { nowMs: control.now() })
    case 'GET /state':
      return json(200, control.snapshot())
    case 'PUT /state':
      control.restore(body as Snapshot)
      return json(200, {})
    case 'GET /endpoints':
      return json(200, control.endpoints())
    case 'POST /advance':
      await control.advance(Number((body as { seconds: number }).seconds))
      return json(200, { nowMs: control.now() })
    case 'POST /seed':
      control.seed(body as Seed)
      return json(200, {})
    case 'POST /stack':
      await createStack(plane, body as Stack)
      return json(200, control.endpoints())
    case 'POST /reset':
      control.reset()
      return json(200, {})
    case 'POST /faults':
      return json(200, { id: control.addFault(rule) })
    case 'POST /behaviours':
      return json(200, { id: control.addBehaviour(rule) })
    case 'POST /lambda-behaviours':
      return json(200, { id: control.addLambdaBehaviour(rule) })
    default:
      return removal(route, control) ?? json(404, { message: `local-aws has no admin route ${route}` })
  }
}

function removal(route: string, control: ReturnType<typeof controlOf>): HttpAnswer | undefined {
  const match = /^DELETE \/rules(?:\/(\w+))?$/.exec(route)
  if (match === null) return undefined
  control.removeRules(match[1])
  return json(200, {})
}

function json(status: number, value: unknown): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) }
}
