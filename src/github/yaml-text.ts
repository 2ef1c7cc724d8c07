import { Document, isScalar, Scalar, visit } from 'yaml'

/** First line of every YAML file that is generated. */
export const generatedLine = '# Generated from hatchery.yaml by the Hatchery function `workflows`; edit hatchery.yaml and run it again.'

/**
 * Write data as YAML with a first line that says where it comes from.
 *
 * @param versions `uses` of an action to the version that stands beside it as a comment.
 */
export function yamlText(data: unknown, versions: ReadonlyMap<string, string> = new Map()): string {
  const document = new Document(data, { aliasDuplicateObjects: false })
  document.commentBefore = generatedLine.slice(1)
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || !isScalar(value)) return
      if (key.value === 'uses' && typeof value.value === 'string') {
        const version = versions.get(value.value)
        if (version !== undefined) value.comment = ` ${version}`
      }
      // A cron line begins with digits or a star; quotes keep it text for every YAML reader.
      if (key.value === 'cron') value.type = Scalar.QUOTE_DOUBLE
    },
  })
  return document.toString({ lineWidth: 0 })
}
