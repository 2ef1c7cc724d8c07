/** The actions that generated workflows use, each by the commit of its version. Dependabot proposes newer ones. */
const pinned = {
  checkout: ['actions/checkout', '3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7.0.1'],
  uploadArtifact: ['actions/upload-artifact', 'bbbca2ddaa5d8feaa63e36b76fdaad77386f024f', 'v7.0.0'],
  downloadArtifact: ['actions/download-artifact', '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c', 'v8.0.1'],
  uploadSarif: ['github/codeql-action/upload-sarif', '8aad20d150bbac5944a9f9d289da16a4b0d87c1e', 'v4.36.2'],
  codecov: ['codecov/codecov-action', '671740ac38dd9b0130fbe1cec585b89eea48d3de', 'v5.5.2'],
} as const

/** Give an action as `uses` takes it. */
export function pinnedAction(name: keyof typeof pinned): string {
  const [action, commit] = pinned[name]
  return `${action}@${commit}`
}

/** Version of each pinned action by its `uses`, written beside it for people. */
export const actionVersions: ReadonlyMap<string, string> = new Map(Object.values(pinned).map(([action, commit, version]) => [`${action}@${commit}`, version]))
