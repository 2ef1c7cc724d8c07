/**
 * Let JSON pass an SDK client as it is.
 *
 * The clients drop every member that their model does not know, on the way in and on the way out (seen with
 * client-ecs 3.1164). A task definition that is read, changed in one place and registered again would lose what
 * AWS added since; so these two calls carry the JSON itself.
 */
interface Stack {
  add(middleware: unknown, options: object): void
}

type Next = (args: { request?: { body?: unknown }; response?: { body?: unknown } }) => Promise<{ response: { statusCode?: number; body?: unknown }; output: unknown }>

/** Send `body` instead of what the client would make of the input. */
export function sendRaw(command: { middlewareStack: unknown }, body: unknown): void {
  const middleware = (next: Next) => (args: Parameters<Next>[0]) => {
    if (args.request) args.request.body = JSON.stringify(body)
    return next(args)
  }
  ;(command.middlewareStack as Stack).add(middleware, { step: 'build', priority: 'high', name: 'hatcherySendRaw' })
}

/** @returns where the parsed answer can be read once the command has succeeded. */
export function receiveRaw(command: { middlewareStack: unknown }): () => unknown {
  let text = ''
  const middleware = (next: Next) => async (args: Parameters<Next>[0]) => {
    const result = await next(args)
    const chunks: Buffer[] = []
    for await (const chunk of result.response.body as AsyncIterable<Buffer>) chunks.push(Buffer.from(chunk))
    const bytes = Buffer.concat(chunks)
    if (result.response.statusCode === 200) text = bytes.toString('utf8')
    result.response.body = bytes
    return result
  }
  ;(command.middlewareStack as Stack).add(middleware, { step: 'deserialize', priority: 'low', name: 'hatcheryReceiveRaw' })
  return () => JSON.parse(text) as unknown
}
