/**
 * Say which OCI labels an image carries.
 *
 * The revision is not among them: it would give the same content another digest with every commit. It goes to the
 * index annotation and into the task definition. `created` is the time of the last commit of the content.
 *
 * @see OCI image specification, pre-defined annotation keys
 */
export function imageLabels(facts: { source?: string; createdAt?: string; title: string }): Readonly<Record<string, string>> {
  return {
    'org.opencontainers.image.title': facts.title,
    ...(facts.source ? { 'org.opencontainers.image.source': facts.source } : {}),
    ...(facts.createdAt ? { 'org.opencontainers.image.created': facts.createdAt } : {}),
  }
}
