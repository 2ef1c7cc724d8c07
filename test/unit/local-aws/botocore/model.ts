import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

export interface Shape {
  readonly type: string
  readonly members?: Readonly<Record<string, MemberRef>>
  readonly required?: readonly string[]
  readonly member?: MemberRef
  readonly key?: MemberRef
  readonly value?: MemberRef
  readonly enum?: readonly string[]
  readonly payload?: string
  readonly document?: boolean
  readonly error?: { readonly code?: string }
}

export interface MemberRef {
  readonly shape: string
  readonly location?: string
  readonly locationName?: string
}

export interface ServiceModel {
  readonly metadata: { readonly protocol: string }
  readonly operations: Readonly<Record<string, { readonly input?: MemberRef; readonly output?: MemberRef; readonly errors?: readonly MemberRef[] }>>
  readonly shapes: Readonly<Record<string, Shape>>
}

const read = new Map<string, ServiceModel>()

/** The newest model of a service, as AWS publishes it with botocore. */
export function readModel(models: string, service: string): ServiceModel {
  const known = read.get(service)
  if (known !== undefined) return known
  const folder = join(models, service)
  const version = readdirSync(folder).sort().at(-1) as string
  const model = JSON.parse(gunzipSync(readFileSync(join(folder, version, 'service-2.json.gz'))).toString('utf8')) as ServiceModel
  read.set(service, model)
  return model
}
