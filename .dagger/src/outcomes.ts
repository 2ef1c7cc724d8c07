import { existsSync, mkdtempSync, readFileSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Directory } from "@dagger.io/dagger"
import { assertReportSize, type CheckOutcome, type CheckSpec, checkId, decideOutcome, type Door, maxReportBytes, type ReportFiles, reportFileNames, type ReportKind, reproduceLine, type StepRun } from "../lib/pipeline.mjs"

/** Fetch what a check left under /out and decide how each of its tools ended. */
export async function readOutcomes(out: Directory, options: { spec: CheckSpec; door: Door }): Promise<CheckOutcome[]> {
  return (await readSteps(out, options)).map(({ run }) => decideOutcome(run))
}

/** Fetch what a check left under /out: how each of its steps ended, and the text of any file. */
export async function readSteps(out: Directory, options: { spec: CheckSpec; door: Door }): Promise<StepRun[]> {
  const { spec, door } = options
  const folder = mkdtempSync(join(tmpdir(), "hatchery-out-"))
  await out.export(folder)
  const left = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), "utf8") : undefined)
  const text = (name: string) => left(name) ?? ""
  return spec.steps.map(({ tool }) => ({
    text: (name: string) => {
      // A runaway tool's report is refused by its size: reading it first would take the engine's memory.
      if (existsSync(join(folder, name))) assertReportSize(statSync(join(folder, name)).size, `${checkId(spec, tool)} ${name}`)
      return left(name)
    },
    run: {
      id: checkId(spec, tool),
      concern: spec.concern,
      path: spec.path,
      components: spec.components,
      cell: spec.cell,
      tool,
      exitCode: Number(text(`${tool}.exit`) || 1),
      stdout: text(`${tool}.stdout`),
      stderr: text(`${tool}.stderr`),
      files: reportFiles(folder),
      startedAtMs: Number(text(`${tool}.started`)) * 1000,
      durationSeconds: Number(text(`${tool}.seconds`)),
      timeLimitSeconds: spec.timeoutSeconds,
      reproduce: reproduceLine(door, spec),
    },
  }))
}

function reportFiles(folder: string): ReportFiles {
  const files: Partial<Record<ReportKind, string | { sizeBytes: number }>> = {}
  for (const [kind, name] of Object.entries(reportFileNames) as [ReportKind, string][]) {
    const path = join(folder, name)
    if (!existsSync(path)) continue
    const sizeBytes = statSync(path).size
    files[kind] = sizeBytes > maxReportBytes ? { sizeBytes } : readFileSync(path, "utf8")
  }
  return files
}
