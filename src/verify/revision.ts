import type { Smoke } from '../config/model.ts'
import { atPath, type CheckPorts } from './check.ts'

/** Whether the application itself tells that it runs the revision. */
export type RevisionProof =
  | { readonly kind: 'proven' }
  | { readonly kind: 'other'; readonly found: string }
  | { readonly kind: 'not proven'; readonly why: string }

/** Ask the running application which revision it is. */
export async function proveRevision(smoke: Smoke, around: CheckPorts & { readonly baseUrl: string; readonly revision: string }): Promise<RevisionProof> {
  const where = smoke.revision
  if (!where) return { kind: 'not proven', why: 'hatchery.yaml names no endpoint that tells the revision (smoke.revision)' }
  const url = new URL(where.path.replace(/^\//, ''), around.baseUrl.endsWith('/') ? around.baseUrl : `${around.baseUrl}/`)
  try {
    const answer = await around.fetch(url, { signal: AbortSignal.timeout(15_000) })
    const body = await answer.text()
    const found = where.header ? answer.headers.get(where.header) : where.json ? atPath(body, where.json) : body.trim()
    if (!found) return { kind: 'not proven', why: `${where.path} (status ${answer.status}) does not tell a revision` }
    return sameRevision(found, around.revision) ? { kind: 'proven' } : { kind: 'other', found: found.slice(0, 64) }
  } catch (error) {
    return { kind: 'not proven', why: `${where.path} gave no answer (${error instanceof Error ? error.message : String(error)})` }
  }
}

/** Full and short forms of one SHA are the same revision; anything under seven letters proves nothing. */
export function sameRevision(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one]
  return short === long || (short.length >= 7 && long.startsWith(short))
}
