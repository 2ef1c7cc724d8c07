import { File } from "@dagger.io/dagger"
import { diagnose, explainFailure, HatcheryError } from "../lib/pipeline.mjs"

/** Explain a failure that is given as text or as a file. */
export async function explain(failure: { text?: string; log?: File; kindOnly: boolean }): Promise<string> {
  const text = failure.log ? await failure.log.contents() : failure.text
  if (!text?.trim()) throw new HatcheryError("NOTHING_TO_EXPLAIN", { where: "doctor", what: "got no text", next: "give --failure TEXT or --log FILE" })
  return failure.kindOnly ? diagnose(text).kind : explainFailure(text)
}
