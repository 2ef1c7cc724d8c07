const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
}
const privileges: Readonly<Record<string, Readonly<Record<string, number>>>> = { U: { N: 0.85, L: 0.62, H: 0.27 }, C: { N: 0.85, L: 0.68, H: 0.5 } }

/**
 * Tell the severity of a CVSS 3.0 or 3.1 vector from its base score; `undefined` for what is none.
 *
 * @see Common Vulnerability Scoring System v3.1: Specification Document, FIRST, sections 5, 7.1 and appendix A
 */
export function scoreSeverity(vector: string): 'critical' | 'high' | 'medium' | 'low' | undefined {
  const score = baseScore(vector)
  if (score === undefined) return undefined
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low'
}

/** Compute the base score of a CVSS 3.0 or 3.1 vector. */
export function baseScore(vector: string): number | undefined {
  if (!/^CVSS:3\.[01]\//.test(vector)) return undefined
  const metrics = Object.fromEntries(vector.split('/').slice(1).map((part) => part.split(':', 2) as [string, string]))
  const weight = (name: string) => weights[name]?.[metrics[name] ?? '']
  const scope = metrics['S']
  const values = ['AV', 'AC', 'UI', 'C', 'I', 'A'].map(weight)
  const right = privileges[scope ?? '']?.[metrics['PR'] ?? '']
  if (right === undefined || values.some((value) => value === undefined)) return undefined
  const [reach = 0, complexity = 0, interaction = 0, confidentiality = 0, integrity = 0, availability = 0] = values as number[]
  const lost = 1 - (1 - confidentiality) * (1 - integrity) * (1 - availability)
  const impact = scope === 'C' ? 7.52 * (lost - 0.029) - 3.25 * (lost - 0.02) ** 15 : 6.42 * lost
  if (impact <= 0) return 0
  const sum = impact + 8.22 * reach * complexity * right * interaction
  return roundUp(Math.min(scope === 'C' ? 1.08 * sum : sum, 10))
}

/** Round up to one decimal as appendix A does, so that floating point makes no score a tenth too high. */
function roundUp(value: number): number {
  const scaled = Math.round(value * 100_000)
  return scaled % 10_000 === 0 ? scaled / 100_000 : (Math.floor(scaled / 10_000) + 1) / 10
}
