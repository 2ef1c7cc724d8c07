import { decodeCbor } from '../../../../local-aws/wire/cbor.ts'
import type { Exchange } from '../../../../local-aws/index.ts'
import type { MemberRef, ServiceModel, Shape } from './model.ts'
import { readModel } from './model.ts'
import type { Element } from './xml.ts'
import { parseXml } from './xml.ts'

/** Errors that every AWS service may give, whatever its model lists, and the stand-in's own refusal. */
const COMMON = new Set([
  'ExpiredTokenException', 'ExpiredToken', 'AccessDeniedException', 'AccessDenied', 'ThrottlingException', 'Throttling', 'InternalServerError', 'UnrecognizedClientException',
  'InvalidClientTokenId', 'MissingAuthenticationTokenException', 'MissingAuthenticationToken', 'ValidationException', 'ValidationError', 'SerializationException', 'LocalAwsNotModelled',
])

type Complain = (where: string, what: string) => void

/** Check one call and its answer against the service model of botocore; gives what does not fit. */
export function findMisfits(models: string, exchange: Exchange): string[] {
  const { call, errorCode, status } = exchange
  if (status === 0 || errorCode === 'LocalAwsNotModelled') return []
  const model = readModel(models, call.service)
  const operation = model.operations[call.operation]
  if (operation === undefined) return [`${call.service}:${call.operation} is not in the model`]
  const misfits: string[] = []
  const complain = (part: string): Complain => (where, what) => misfits.push(`${call.service}:${call.operation} ${part}${where}: ${what}`)
  if (errorCode !== undefined) {
    const known = (operation.errors ?? []).flatMap(({ shape }) => [shape, model.shapes[shape]?.error?.code])
    if (!COMMON.has(errorCode) && !known.includes(errorCode)) complain('error')('', `${errorCode} is not one of ${known.join(', ')}`)
    return misfits
  }
  if (operation.input !== undefined) {
    const lax = call.protocol === 'query' || call.protocol === 'rest-json'
    checkValue(model, { ref: operation.input, value: call.input, where: '', complain: complain('request'), lax })
  }
  if (operation.output !== undefined) checkAnswer(model, { ref: operation.output, exchange, complain: complain('answer') })
  return misfits
}

function checkAnswer(model: ServiceModel, options: { ref: MemberRef; exchange: Exchange; complain: Complain }): void {
  const { ref, exchange, complain } = options
  const { protocol, operation } = exchange.call
  const shape = model.shapes[ref.shape] as Shape
  if (shape.payload !== undefined) return
  const text = exchange.body.toString()
  if (protocol === 'query') {
    const result = parseXml(text).children.find((child) => child.name === `${operation}Result`)
    checkElement(model, { ref, element: result ?? { name: '', children: [], text: '' }, where: '', complain })
    return
  }
  const value: unknown = protocol === 'rpc-cbor' ? decodeCbor(exchange.body as Buffer) : text === '' ? {} : JSON.parse(text)
  checkValue(model, { ref, value, where: '', complain, lax: false })
}

interface Checking {
  readonly ref: MemberRef
  readonly value: unknown
  readonly where: string
  readonly complain: Complain
  /** Numbers and booleans may be text: that is how forms and query strings have them. */
  readonly lax: boolean
}

function checkValue(model: ServiceModel, check: Checking): void {
  const { ref, value, where, complain, lax } = check
  const shape = model.shapes[ref.shape] as Shape
  if (shape.document === true) return
  const inner = (next: MemberRef, item: unknown, at: string) => checkValue(model, { ...check, ref: next, value: item, where: `${where}${at}` })
  if (shape.type === 'structure' || shape.type === 'map') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return complain(where, `should be a ${shape.type}, is ${JSON.stringify(value)}`)
    if (shape.type === 'map') return Object.entries(value).forEach(([name, item]) => inner(shape.value as MemberRef, item, `.${name}`))
    for (const name of shape.required ?? []) if ((value as Record<string, unknown>)[name] === undefined) complain(`${where}.${name}`, 'is required')
    for (const [name, item] of Object.entries(value)) {
      const member = shape.members?.[name] ?? Object.values(shape.members ?? {}).find((one) => one.locationName === name)
      if (member === undefined) complain(`${where}.${name}`, 'is not in the model')
      else if (item !== null) inner(member, item, `.${name}`)
    }
    return
  }
  if (shape.type === 'list') {
    if (!Array.isArray(value)) return complain(where, `should be a list, is ${JSON.stringify(value)}`)
    return value.forEach((item, at) => inner(shape.member as MemberRef, item, `[${at}]`))
  }
  const problem = scalarProblem(shape, { value, lax })
  if (problem !== undefined) complain(where, problem)
}

function scalarProblem(shape: Shape, options: { value: unknown; lax: boolean }): string | undefined {
  const { value, lax } = options
  const given = JSON.stringify(value)
  if (shape.type === 'string') {
    if (typeof value !== 'string') return `should be text, is ${given}`
    return shape.enum !== undefined && !shape.enum.includes(value) ? `${given} is not one of ${shape.enum.join(', ')}` : undefined
  }
  if (shape.type === 'boolean') return typeof value === 'boolean' || (lax && ['true', 'false'].includes(String(value))) ? undefined : `should be a boolean, is ${given}`
  if (shape.type === 'blob') return typeof value === 'string' || Buffer.isBuffer(value) ? undefined : `should be base64, is ${given}`
  const number = lax ? Number(value) : value
  if (shape.type === 'timestamp') return typeof number === 'number' || value instanceof Date || (lax && typeof value === 'string') ? undefined : `should be a time, is ${given}`
  if (typeof number !== 'number' || Number.isNaN(number)) return `should be a number, is ${given}`
  return ['integer', 'long'].includes(shape.type) && !Number.isInteger(number) ? `should be a whole number, is ${given}` : undefined
}

function checkElement(model: ServiceModel, check: { ref: MemberRef; element: Element; where: string; complain: Complain }): void {
  const { ref, element, where, complain } = check
  const shape = model.shapes[ref.shape] as Shape
  const inner = (next: MemberRef, child: Element, at: string) => checkElement(model, { ...check, ref: next, element: child, where: `${where}${at}` })
  if (shape.type === 'structure') {
    for (const name of shape.required ?? []) if (!element.children.some((child) => child.name === name)) complain(`${where}.${name}`, 'is required')
    for (const child of element.children) {
      const member = shape.members?.[child.name]
      if (member === undefined) complain(`${where}.${child.name}`, 'is not in the model')
      else inner(member, child, `.${child.name}`)
    }
  } else if (shape.type === 'list') {
    for (const child of element.children) {
      if (child.name !== 'member') complain(where, `<${child.name}> should be <member>`)
      inner(shape.member as MemberRef, child, '[]')
    }
  } else if (shape.type === 'timestamp') {
    if (Number.isNaN(Date.parse(element.text))) complain(where, `should be a time, is ${element.text}`)
  } else {
    const problem = scalarProblem(shape, { value: element.text, lax: true })
    if (problem !== undefined) complain(where, problem)
  }
}
