// Does what the SDK's own entrypoint does for a call, from a scan that was made when the module was built.
import { dag } from "dagger-sdk/api/client.gen.js"
import { ExecError } from "dagger-sdk/common/errors/ExecError.js"
import { GraphQLRequestError } from "dagger-sdk/common/errors/GraphQLRequestError.js"
import { connection } from "dagger-sdk/connect.js"
import { invoke } from "dagger-sdk/module/entrypoint/invoke.js"
import { Register } from "dagger-sdk/module/entrypoint/register.js"
import { Executor } from "dagger-sdk/module/executor.js"
import * as telemetry from "dagger-sdk/telemetry/telemetry.js"
import { thaw } from "./frozen.ts"

type Call = { name: string; parentName: string; parent: string; inputArgs: { name: string; value: string }[] }

// One request instead of one for each name and value.
const callQuery = "{ currentFunctionCall { name parentName parent inputArgs { name value } } }"

/** What crosses to the caller: the message, and what an exec or the API said beside it. */
export const formatFailure = (thrown: unknown): any => {
  if (!(thrown instanceof Error)) {
    try {
      return dag.error(JSON.stringify(thrown))
    } catch {
      // Not everything that is thrown can be written as JSON.
      return dag.error(String(thrown))
    }
  }
  let error = dag.error(thrown.message)
  if (thrown instanceof ExecError || thrown instanceof GraphQLRequestError) {
    for (const [name, value] of Object.entries(thrown.extensions ?? {})) {
      if (value !== "" && value !== undefined && value !== null) error = error.withValue(name, JSON.stringify(value) as never)
    }
  }
  return error
}

/** Answer the function call that this process was started for. */
export const runFunction = (scan: unknown, loadModules: () => Promise<any[]>): Promise<void> =>
  connection(
    async () => {
      const module = thaw(scan)
      const { currentFunctionCall } = await (dag as any).getGQLClient().request(callQuery) as { currentFunctionCall: Call }
      const call = dag.currentFunctionCall()
      let result: unknown
      if (currentFunctionCall.parentName === "") {
        result = await new Register(module).run()
      } else {
        const modules = await loadModules()
        try {
          result = await invoke(new Executor(modules, module), module, {
            parentName: currentFunctionCall.parentName,
            fnName: currentFunctionCall.name,
            parentArgs: JSON.parse(currentFunctionCall.parent) ?? {},
            fnArgs: Object.fromEntries(currentFunctionCall.inputArgs.map(({ name, value }) => [name, JSON.parse(value)])),
          })
        } catch (thrown) {
          await call.returnError(formatFailure(thrown))
          await telemetry.close()
          process.exit(1)
        }
      }
      await call.returnValue((result === undefined || result === null ? "null" : JSON.stringify(result)) as never)
    },
    { LogOutput: process.stdout },
  )
