import { Changeset } from "@dagger.io/dagger"
import { HatcheryError, manifestsToRead, suggestConfig } from "../lib/pipeline.mjs"
import type { Caller } from "./app.ts"

/** Suggest a first hatchery.yaml from the manifests that are there. */
export async function suggest(caller: Caller): Promise<Changeset> {
  const before = caller.source ?? caller.ws.directory(".", { exclude: ["**/.git", "**/node_modules"], gitignore: true })
  if (await before.exists(caller.config)) {
    throw new HatcheryError("CONFIG_EXISTS", { where: caller.config, what: "is already there", next: "edit it, or remove it first" })
  }
  const files = (await before.glob("**")).filter((path) => !path.endsWith("/"))
  const names = manifestsToRead(files)
  const texts = await Promise.all(names.map((name) => before.file(name).contents()))
  const contents = Object.fromEntries(names.map((name, at) => [name, texts[at] ?? ""]))
  const folderName = (await caller.ws.path()).split("/").at(-1) || "application"
  return before.withNewFile(caller.config, suggestConfig({ files, contents, folderName })).changes(before)
}
