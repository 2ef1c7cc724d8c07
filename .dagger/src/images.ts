import { BuildArg, Container, dag, Directory, Platform } from "@dagger.io/dagger"
import { againLine, type BuildSpec, imageLabels } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { again } from "./fail.ts"
import type { GitFacts } from "./git.ts"

/** Build one component's image for one platform now; a failure says how to see it alone. */
export async function builtImage(app: App, options: { spec: BuildSpec; platform: string; facts?: GitFacts }): Promise<Container> {
  const { spec, platform, facts } = options
  return again(againLine(app.door, ["image", "--component", spec.component, "--platform", platform]), async () => (await buildImage(spec, { source: app.source, platform, facts })).sync())
}

/** Say how one component's image is built for one platform. */
export async function buildImage(spec: BuildSpec, options: { source: Directory; platform: string; facts?: GitFacts }): Promise<Container> {
  // The engine takes the target for the build platform, so `FROM --platform=$BUILDPLATFORM` would be emulated.
  const native: BuildArg = { name: "BUILDPLATFORM", value: await dag.defaultPlatform() }
  const buildArgs = [native, ...Object.entries(spec.args).map(([name, value]): BuildArg => ({ name, value }))]
  let image = options.source.directory(spec.context).dockerBuild({
    dockerfile: spec.dockerfile,
    platform: options.platform as Platform,
    ...(spec.target ? { target: spec.target } : {}),
    buildArgs,
  })
  const labels = imageLabels({ title: spec.component, source: options.facts?.remote, createdAt: options.facts?.createdAt[spec.context] || undefined })
  for (const [name, value] of Object.entries(labels)) image = image.withLabel(name, value)
  return image
}
