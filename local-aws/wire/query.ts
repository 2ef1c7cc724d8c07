/**
 * Read the form of the query protocol: `Targets.member.1.Id=a` becomes `{ Targets: [{ Id: 'a' }] }`. Values stay strings.
 *
 * @see https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function parseQuery(body: string): Record<string, unknown> {
  const root: Node = new Map()
  for (const [name, value] of new URLSearchParams(body)) {
    const path = name.split('.')
    let node = root
    for (const part of path.slice(0, -1)) {
      let child = node.get(part)
      if (!(child instanceof Map)) {
        child = new Map()
        node.set(part, child)
      }
      node = child
    }
    node.set(path.at(-1) as string, value)
  }
  return plain(root) as Record<string, unknown>
}

type Node = Map<string, Node | string>

function plain(node: Node | string): unknown {
  if (typeof node === 'string') return node
  const members = node.get('member')
  if (members instanceof Map && node.size === 1) {
    return [...members.entries()].sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => plain(value))
  }
  if (node.get('member') === '' || (node.size === 1 && node.get('') === '')) return []
  return Object.fromEntries([...node.entries()].map(([name, value]) => [name, plain(value)]))
}

/** Write a result as the query protocol does; lists become `<member>` elements, dates ISO 8601. */
export function renderXml(result: unknown, options: { operation: string; namespace: string; requestId: string }): string {
  const { operation, namespace, requestId } = options
  const hasResult = result !== undefined && result !== null
  const inner = hasResult ? `<${operation}Result>${element(result)}</${operation}Result>` : ''
  return `<${operation}Response xmlns="${namespace}">${inner}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`
}

/** Write an error as the query protocol does. */
export function renderXmlError(error: { code: string; message: string; status: number }, options: { namespace: string; requestId: string }): string {
  const type = error.status >= 500 ? 'Receiver' : 'Sender'
  return (
    `<ErrorResponse xmlns="${options.namespace}"><Error><Type>${type}</Type><Code>${escape(error.code)}</Code>` +
    `<Message>${escape(error.message)}</Message></Error><RequestId>${options.requestId}</RequestId></ErrorResponse>`
  )
}

function element(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map((item) => `<member>${element(item)}</member>`).join('')
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, member]) => member !== undefined && member !== null)
      .map(([name, member]) => `<${name}>${element(member)}</${name}>`)
      .join('')
  }
  return escape(typeof value === 'string' ? value : JSON.stringify(value))
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
