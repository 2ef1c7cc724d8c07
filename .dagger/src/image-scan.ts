import { CacheSharingMode, Container, dag, File, ImageLayerCompression, Platform, ReturnType } from "@dagger.io/dagger"
import { assembleImageScans, assertReportSize, brokenImageScan, buildSpecs, type CheckOutcome, decideImageScan, engineError, imageArchive, type ImageScanSpec, reproduceLine, scannerCache, scannerUnreachable } from "../lib/pipeline.mjs"
import type { App } from "./app.ts"
import { toFailure } from "./fail.ts"
import { buildImage } from "./images.ts"

/** Scan the image of each named component for vulnerable packages, where hatchery.yaml names a scanner. */
export async function scanImages(app: App, options: { components: readonly string[]; key: string }): Promise<CheckOutcome[]> {
  const specs = assembleImageScans(app.config.components.filter(({ name }) => options.components.includes(name)), app.config)
  return Promise.all(specs.map((spec) => scanImage(app, { spec, key: options.key })))
}

async function scanImage(app: App, options: { spec: ImageScanSpec; key: string }): Promise<CheckOutcome> {
  const { spec, key } = options
  const reproduce = reproduceLine(app.door, spec)
  try {
    // The scanner comes first: without it there is no need to build.
    const scanner = await pulled(spec)
    let container = scanner
      .withUser("0")
      .withMountedCache(scannerCache, dag.cacheVolume(`hatchery-${spec.tool}`), { sharing: CacheSharingMode.Locked })
      .withMountedFile(imageArchive, await archiveOf(app, spec.component))
      .withDirectory("/out", dag.directory())
      .withEnvVariable("HATCHERY_RERUN", key)
    for (const [name, value] of Object.entries(spec.env)) container = container.withEnvVariable(name, value)
    const ran = container.withExec([...spec.args], { useEntrypoint: true, expect: ReturnType.Any })
    const [exitCode, stdout, stderr, report] = [await ran.exitCode(), await ran.stdout(), await ran.stderr(), await reportOf(ran, spec)]
    const { id, concern, path, components, cell, tool } = spec
    return decideImageScan({ run: { id, concern, path, components, cell, tool, exitCode, stdout, stderr, files: {}, reproduce }, text: (name) => (name === spec.report ? report : undefined) }, spec)
  } catch (error) {
    return brokenImageScan(spec, { error: engineError(toFailure(error), error), reproduce })
  }
}

/** A scanner that cannot be had is no fault of the engine, and tells nothing about the image. */
async function pulled(spec: ImageScanSpec): Promise<Container> {
  try {
    return await dag.container().from(spec.scanner).sync()
  } catch (error) {
    const { message } = engineError(toFailure(error), error)
    throw scannerUnreachable(spec, `${spec.tool} could not be started, since its image ${spec.scanner} cannot be pulled (${message.slice(0, 300)})`)
  }
}

/** Build the image for the first platform; packages are the same on the others. */
async function archiveOf(app: App, component: string): Promise<File> {
  const [spec] = buildSpecs(app.config, component)
  const image = await buildImage(spec!, { source: app.source, platform: spec!.platforms[0] as Platform })
  // Scanners open it as a Docker archive, whose layers are all packed alike.
  return image.asTarball({ forcedCompression: ImageLayerCompression.Gzip })
}

async function reportOf(ran: Container, spec: ImageScanSpec): Promise<string | undefined> {
  const out = ran.directory("/out")
  if (!(await out.entries()).includes(spec.report)) return undefined
  const file = out.file(spec.report)
  assertReportSize(await file.size(), `${spec.id} ${spec.report}`)
  return file.contents()
}
