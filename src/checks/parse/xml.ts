import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { assertReadable, unreadable } from './readable.ts'

/** An element: its attributes carry `@`, its text is `#text`, its children carry their own names. */
export type XmlElement = Readonly<Record<string, unknown>>

// htmlEntities also turns on numeric references (`&#10;`), which both JUnit writers use in attributes.
const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '@', parseTagValue: false, parseAttributeValue: false, trimValues: false, htmlEntities: true })

/**
 * Read an XML report whose root element is one of `roots`.
 *
 * @returns Name and element of the root.
 * @throws {HatcheryError} `REPORT_UNREADABLE` with the line where the XML breaks.
 */
export function parseXml(text: string, about: { file: string; roots: readonly string[] }): { name: string; element: XmlElement } {
  assertReadable(text, about.file)
  const verdict = XMLValidator.validate(text, { allowBooleanAttributes: false })
  if (verdict !== true) throw unreadable(about.file, `not well-formed XML in line ${verdict.err.line}: ${verdict.err.msg}`)
  const tree = read(text, about.file)
  for (const name of about.roots) {
    if (Object.hasOwn(tree, name)) return { name, element: elements(tree, name)[0] ?? {} }
  }
  const found = Object.keys(tree).filter((name) => !name.startsWith('?'))[0]
  throw unreadable(about.file, `expected <${about.roots.join('> or <')}> as the root element, found <${found ?? ''}>`)
}

function read(text: string, file: string): XmlElement {
  try {
    return parser.parse(text) as XmlElement
  } catch (error) {
    throw unreadable(file, 'the XML cannot be read', error)
  }
}

/** List the child elements of one name; an element that holds only text comes as `{ '#text': … }`. */
export function elements(parent: XmlElement, name: string): XmlElement[] {
  if (!Object.hasOwn(parent, name)) return []
  const value = parent[name]
  return (Array.isArray(value) ? (value as unknown[]) : [value]).map((child) => (typeof child === 'object' && child !== null ? (child as XmlElement) : { '#text': String(child) }))
}

/** Read an attribute; `undefined` where it is not there. */
export function attribute(element: XmlElement, name: string): string | undefined {
  const value = element[`@${name}`]
  return typeof value === 'string' ? value : undefined
}

/** Read the text directly inside an element. */
export function textOf(element: XmlElement): string {
  const value = element['#text']
  return typeof value === 'string' ? value : ''
}
