import { createServer, request as send } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Endpoint } from '../drivers/driver.ts'
import type { Listener, Target } from '../elbv2/state.ts'
import type { Plane } from '../plane.ts'
import { regionOfArn } from '../world.ts'
import type { Turns } from './route.ts'
import { actionsFor, groupFor, targetFor } from './route.ts'

export interface BalancerOptions {
  readonly host: string
  /** Listeners get this port and those after it, in the order in which they are made; 0: free ones. */
  readonly firstPort: number
}

/** Where the listeners of the stand-in's load balancers answer, by listener ARN. */
export class Balancer {
  readonly #plane: () => Plane
  readonly #options: BalancerOptions
  readonly #servers = new Map<string, { server: Server; port: number }>()
  readonly #turns: Turns = new Map()
  #opened = 0

  constructor(plane: () => Plane, options: BalancerOptions) {
    this.#plane = plane
    this.#options = options
  }

  /** Open what has no port yet and close what is gone; called after every change of listeners. */
  async follow(): Promise<void> {
    const { regions } = this.#plane().world
    const listeners = Object.values(regions).flatMap((region) => Object.values(region.elbv2.listeners))
    // All have their ports before the first one listens: tasks that start meanwhile are told them.
    await Promise.all(listeners.filter(({ arn }) => !this.#servers.has(arn)).map((listener) => this.#open(listener)))
    for (const [arn, { server }] of this.#servers) {
      if (listeners.some((listener) => listener.arn === arn)) continue
      server.close()
      this.#servers.delete(arn)
    }
  }

  /** The port on which a listener answers. */
  portOf(listenerArn: string): number | undefined {
    return this.#servers.get(listenerArn)?.port
  }

  close(): void {
    for (const { server } of this.#servers.values()) {
      server.closeAllConnections()
      server.close()
    }
  }

  async #open(listener: Listener): Promise<void> {
    const server = createServer((request, response) => this.#answer(listener.arn, request, response))
    const wanted = this.#options.firstPort === 0 ? 0 : this.#options.firstPort + this.#opened
    this.#opened += 1
    this.#servers.set(listener.arn, { server, port: wanted })
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(wanted, this.#options.host, resolve)
    })
    this.#servers.set(listener.arn, { server, port: (server.address() as AddressInfo).port })
  }

  #answer(listenerArn: string, request: IncomingMessage, response: ServerResponse): void {
    const { elbv2 } = regionOfArn(this.#plane().world, listenerArn)
    const listener = elbv2.listeners[listenerArn]
    if (listener === undefined) return plain(response, 503, 'Service Temporarily Unavailable')
    const url = new URL(request.url ?? '/', 'http://local')
    const [action] = actionsFor(elbv2, { listener, request: { host: request.headers.host ?? '', path: url.pathname, headers: request.headers } })
    if (action?.FixedResponseConfig !== undefined) {
      const { StatusCode, ContentType, MessageBody } = action.FixedResponseConfig
      response.writeHead(Number(StatusCode), { 'content-type': ContentType ?? 'text/plain' })
      return void response.end(MessageBody ?? '')
    }
    const groupArn = action === undefined ? undefined : groupFor(action, this.#turns)
    const group = groupArn === undefined ? undefined : elbv2.targetGroups[groupArn]
    const target = group === undefined ? undefined : targetFor(group.targets, { groupArn: group.arn, turns: this.#turns })
    const endpoint = target === undefined ? undefined : endpointOf(this.#plane(), target)
    if (endpoint === undefined) return plain(response, 503, 'Service Temporarily Unavailable')
    pass(request, { response, endpoint, port: listener.port })
  }
}

/** Where a target answers: its task's container, or its own address when it is no task. */
export function endpointOf(plane: Plane, target: Pick<Target, 'id' | 'port'> & { taskArn?: string }): Endpoint | undefined {
  return target.taskArn === undefined ? { host: target.id, port: target.port } : plane.driver.endpoint(target.taskArn, target.port)
}

/** @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html, load-balancer-troubleshooting.html (502, 504) */
function pass(request: IncomingMessage, options: { response: ServerResponse; endpoint: Endpoint; port: number }): void {
  const { response, endpoint, port } = options
  const from = request.socket.remoteAddress ?? ''
  const before = request.headers['x-forwarded-for']
  const headers = {
    ...request.headers,
    'x-forwarded-for': typeof before === 'string' ? `${before}, ${from}` : from,
    'x-forwarded-proto': 'http',
    'x-forwarded-port': String(port),
  }
  const onward = send({ host: endpoint.host, port: endpoint.port, method: request.method, path: request.url, headers, timeout: 60_000 }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('timeout', () => onward.destroy(new Error('the target did not answer within 60 s')))
  onward.on('error', (cause) => {
    if (response.headersSent) return void response.destroy(cause)
    const late = cause.message.includes('did not answer')
    plain(response, late ? 504 : 502, late ? 'Gateway Time-out' : 'Bad Gateway')
  })
  request.pipe(onward)
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain' })
  response.end(text)
}
