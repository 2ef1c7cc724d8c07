import { nodeImports } from './workspace-node.ts'
import { pythonImports } from './workspace-python.ts'

/** What the files say about each other, besides hatchery.yaml. */
export interface WorkspaceFacts {
  /** Every file, relative to hatchery.yaml. */
  readonly files: readonly string[]
  readonly imports: readonly Import[]
  /** Manifests that could not be read, with the reason: nobody knows who imports what. */
  readonly unreadable: readonly string[]
}

/** A folder is built from what lies in another one. */
export interface Import {
  /** Folder that imports. */
  readonly from: string
  /** Folder or file that is imported. */
  readonly to: string
  /** File that says so. */
  readonly manifest: string
}

/** A folder's files as far as they say what it imports. */
export interface ManifestSource {
  readonly files: readonly string[]
  /** Text of a file, relative to hatchery.yaml. */
  readonly readText: (path: string) => Promise<string>
}

/** What one language's manifests say. */
export interface ManifestImports {
  readonly imports: readonly Import[]
  readonly unreadable: readonly string[]
}

/** No manifest that the application itself does not keep is read. */
const foreign = /(^|\/)(node_modules|\.venv|venv|site-packages|dist|build)\//

/** Read from npm workspaces and Python path dependencies which folders are built from which. */
export async function readWorkspaceFacts({ files, readText }: ManifestSource): Promise<WorkspaceFacts> {
  const own = files.filter((file) => !foreign.test(file))
  const [node, python] = [await nodeImports({ files: own, readText }), await pythonImports({ files: own, readText })]
  return { files, imports: [...node.imports, ...python.imports], unreadable: [...node.unreadable, ...python.unreadable] }
}
