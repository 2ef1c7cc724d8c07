/** An element of an answer of the query protocol; text only when it has no children. */
export interface Element {
  readonly name: string
  readonly children: Element[]
  text: string
}

/** Read XML without attributes beyond namespaces, comments or CDATA: what the query protocol is made of. */
export function parseXml(xml: string): Element {
  const root: Element = { name: '', children: [], text: '' }
  const open: Element[] = [root]
  const pattern = /<(\/?)([A-Za-z0-9]+)[^>]*?(\/?)>|([^<]+)/g
  for (const [, closing, name, empty, text] of xml.matchAll(pattern)) {
    const current = open.at(-1) as Element
    if (text !== undefined) current.text += unescape(text)
    else if (closing === '/') {
      if (current.name !== name) throw new Error(`</${name}> closes <${current.name}>`)
      open.pop()
    } else {
      const element: Element = { name: name as string, children: [], text: '' }
      current.children.push(element)
      if (empty !== '/') open.push(element)
    }
  }
  if (open.length !== 1) throw new Error(`<${open.at(-1)?.name}> is not closed`)
  return root.children[0] as Element
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
