export type ConnectOpts = { Workdir?: string; LogOutput?: unknown }
export type CallbackFct = (client: unknown) => Promise<void>
export type ArgumentOptions = { defaultPath?: string; defaultAddress?: string; ignore?: string[] }
export type FunctionOptions = { cache?: "never" | "session" | string; alias?: string }

export class Context {
  getGQLClient(): any
  copy(): Context
  select(operation: string, args?: Record<string, unknown>): Context
  selectNode(id: string, typeName: string): Context
  execute<T>(): Promise<T>
}

export function connection(callback: () => Promise<void>, options?: ConnectOpts): Promise<void>
export function connect(callback: CallbackFct, options?: ConnectOpts): Promise<void>
export function entrypoint(files: string[]): Promise<void>

type MemberDecorator = (target: object, propertyKey: string | symbol, descriptor?: PropertyDescriptor) => void
export function func(options?: FunctionOptions | string): MemberDecorator
export function check(): MemberDecorator
export function generate(): MemberDecorator
export function field(alias?: string): (target: object, propertyKey: string) => void
export function argument(options?: ArgumentOptions): (target: object, propertyKey: string | undefined, parameterIndex: number) => void
export function object(): <T extends new (...args: any[]) => any>(constructor: T) => T
export function enumType(): <T extends new (...args: any[]) => any>(constructor: T) => T

export function getTracer(name?: string): any
