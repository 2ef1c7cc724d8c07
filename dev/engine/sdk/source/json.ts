import ts from "typescript"
import { fail } from "./fail.ts"

/** Read JSON with comments and trailing commas, as the official runtime takes package.json and tsconfig.json. */
export const parse = (text: string, name: string): any => {
  const { config, error } = ts.parseConfigFileTextToJson(name, text)
  if (error !== undefined) fail(`${name}: ${ts.flattenDiagnosticMessageText(error.messageText, "\n")}`)
  return config ?? {}
}
