// A scanned module as data. The scanner's objects hang on TypeScript's syntax tree; what calls need of them is plain.
import { DaggerConstructor } from "dagger-sdk/module/introspector/dagger_module/constructor.js"
import { DaggerEnum } from "dagger-sdk/module/introspector/dagger_module/enum.js"
import { DaggerEnumClass } from "dagger-sdk/module/introspector/dagger_module/enumClass.js"
import { DaggerFunction } from "dagger-sdk/module/introspector/dagger_module/function.js"
import { DaggerInterface } from "dagger-sdk/module/introspector/dagger_module/interface.js"
import { DaggerModule } from "dagger-sdk/module/introspector/dagger_module/module.js"
import { DaggerObject } from "dagger-sdk/module/introspector/dagger_module/object.js"
import { DaggerTypeObject } from "dagger-sdk/module/introspector/dagger_module/typeObject.js"

const kinds: Record<string, { prototype: object }> = { DaggerConstructor, DaggerEnum, DaggerEnumClass, DaggerFunction, DaggerInterface, DaggerModule, DaggerObject, DaggerTypeObject }
const treeFields = new Set(["node", "__node", "ast", "symbol", "signature", "userModule", "references"])

type Plain = { [name: string]: unknown }

const freezeValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(freezeValue)
  if (value === null || typeof value !== "object") return value
  const entries = Object.entries(value).filter(([name, held]) => !treeFields.has(name) && typeof held !== "function" && held !== undefined)
  const plain: Plain = Object.fromEntries(entries.map(([name, held]) => [name, freezeValue(held)]))
  const kind = Object.entries(kinds).find(([, type]) => Object.getPrototypeOf(value) === type.prototype)?.[0]
  if (kind !== undefined) plain["$kind"] = kind
  if (typeof (value as Plain)["getLocation"] === "function" && "__node" in value) plain["$location"] = (value as { getLocation(): unknown }).getLocation()
  return plain
}

/** Turn a scanned module into data that JSON can hold. */
export const freeze = (module: DaggerModule): unknown => freezeValue(module)

/** Turn that data back into objects that the SDK's executor and register take for scanned ones. */
export const thaw = (value: any): any => {
  if (Array.isArray(value)) return value.map(thaw)
  if (value === null || typeof value !== "object") return value
  const { $kind, $location, ...rest } = value
  const object = Object.create(kinds[$kind]?.prototype ?? Object.prototype)
  for (const [name, held] of Object.entries(rest)) object[name] = thaw(held)
  if ($location !== undefined) object.getLocation = () => $location
  return object
}
