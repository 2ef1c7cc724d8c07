import { Directory } from "@dagger.io/dagger"
import type { FolderFacts } from "../lib/pipeline.mjs"

const isManifest = (name: string) => name === "package.json" || name === "pyproject.toml" || /^requirements.*\.txt$/.test(name)

/** Read what a folder holds, as far as its checks depend on it. */
export async function folderFacts(source: Directory, path: string): Promise<FolderFacts> {
  const folder = source.directory(path)
  const entries = await folder.entries()
  const names = entries.filter(isManifest)
  const texts = await Promise.all(names.map((name) => folder.file(name).contents()))
  const manifests = Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ""]))
  return { path, installRoot: await installRoot(source, { path, entries }), entries, manifests }
}

/** The nearest folder at or above with a lock file: an npm workspace installs from its root. */
async function installRoot(source: Directory, folder: { path: string; entries: string[] }): Promise<string> {
  if (!folder.entries.includes("package.json") || folder.entries.includes("package-lock.json")) return folder.path
  const parts = folder.path.split("/")
  for (let length = parts.length - 1; length >= 0; length--) {
    const above = parts.slice(0, length).join("/") || "."
    if (await source.exists(above === "." ? "package-lock.json" : `${above}/package-lock.json`)) return above
  }
  return folder.path
}
