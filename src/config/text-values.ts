import { isScalar, visit, type Document } from 'yaml'

/** Here a plain scalar means its own text, never a number: Python 3.10 is not 3.1. */
const textPlaces = [
  /^matrix\./,
  /^components\.[^.]+\.(env|image\.(args|env))\./,
  /^services\.[^.]+\.(env|connection)\./,
  /^smoke\.checks\.(headers|header|json)\./,
  /^stages\.[^.]+\.deploy\.env\./,
  /^registry\.account\./,
]

/** Turn numbers and booleans into the text that was written, wherever hatchery.yaml expects text. */
export function keepTextAsWritten(document: Document): void {
  visit(document, {
    Scalar(key, scalar, ancestors) {
      if (key === 'key' || (typeof scalar.value !== 'number' && typeof scalar.value !== 'boolean') || scalar.source === undefined) return
      const keys = ancestors.flatMap((node) => ('key' in node && isScalar(node.key) ? [String(node.key.value)] : []))
      const place = `${keys.join('.')}.`
      if (textPlaces.some((form) => form.test(place))) scalar.value = scalar.source
    },
  })
}
