/**
 * Uses what the TypeScript SDK offers to modules.
 */
import { dag, argument, check, func, generate, object, Changeset, Container, Directory, File, ReturnType, Secret, Service, Workspace } from "@dagger.io/dagger"
import type { float } from "@dagger.io/dagger"
import picomatch from "picomatch"
import { greet } from "../lib/greeting.mjs"
import { Colour } from "./colour.ts"
import { Part } from "./part.ts"

@object()
export class Full {
  source: Directory

  @func()
  label: string

  constructor(ws: Workspace, source?: Directory, label: string = "plain") {
    this.source = source ?? ws.directory(".")
    this.label = label
  }

  /** List the source's files that match. */
  @func({ cache: "never" })
  async files(pattern: string = "**"): Promise<string[]> {
    const matches = picomatch(pattern, { dot: true })
    return (await this.source.glob("**")).filter((path) => matches(path)).sort()
  }

  /** Greet by a JavaScript file beside the sources. */
  @func()
  greet(name: string): string {
    return greet(name)
  }

  /**
   * Say which arguments were given.
   * @param maybe Left out or not.
   * @param tags Any number of them.
   */
  @func({ cache: "5m" })
  args(maybe?: string, ratio: float = 2, tags: string[] = [], loud: boolean = false): string {
    return JSON.stringify({ maybe: maybe ?? null, ratio, tags, loud })
  }

  /** Return the colour. */
  @func()
  same(colour: Colour = Colour.Blue): Colour {
    return colour
  }

  /** Make a part. */
  @func()
  part(name: string): Part {
    return new Part(name, 1)
  }

  /** Make several parts. */
  @func()
  async parts(names: string[]): Promise<Part[]> {
    return names.map((name, at) => new Part(name, at))
  }

  /** Join the parts' descriptions. */
  @func()
  join(parts: Part[]): string {
    return parts.map((part) => part.describe()).join(", ")
  }

  /** Read a file that may be given. */
  @func({ cache: "never" })
  async read(file: File, secret?: Secret): Promise<string> {
    const length = secret === undefined ? 0 : (await secret.plaintext()).length
    return `${(await file.contents()).trim()} ${length}`
  }

  /** Build a container from a directory. */
  @func()
  box(@argument({ defaultPath: "/", ignore: ["**", "!dagger.json"] }) dir: Directory): Container {
    return dag.container().from("debian:bookworm-slim").withDirectory("/dir", dir).withWorkdir("/dir")
  }

  /** Take a container and run in it. */
  @func({ cache: "never" })
  async run(ctr: Container, args: string[]): Promise<string> {
    const ran = ctr.withExec(args, { expect: ReturnType.Any })
    return `${await ran.exitCode()} ${(await ran.stdout()).trim()}`
  }

  /** Serve this folder. */
  @func()
  serve(): Service {
    const script = "require('http').createServer((q, s) => s.end('served ' + q.url)).listen(8080)"
    return dag.container().from("node:24-bookworm-slim").withExposedPort(8080).asService({ args: ["node", "-e", script] })
  }

  /** Fetch from a service. */
  @func({ cache: "never" })
  async fetch(service: Service): Promise<string> {
    await service.start()
    const endpoint = await service.endpoint({ scheme: "http" })
    return (await fetch(`${endpoint}/here`)).text()
  }

  /** Ask a Postgres service that its variables set up. */
  @func({ cache: "never" })
  async postgres(address: string): Promise<string> {
    const db = dag.container().from(address)
      .withEnvVariable("POSTGRES_USER", "someone").withEnvVariable("POSTGRES_PASSWORD", "secret").withEnvVariable("POSTGRES_DB", "things")
      .withNewFile("/docker-entrypoint-initdb.d/first.sql", "create table first (id int); insert into first values (42);")
      .withExposedPort(5432)
      .asService({ useEntrypoint: true })
    const ask = "until pg_isready -q -h db -U someone; do sleep 0.2; done; psql -tA -h db -U someone things -c 'show server_version' -c 'select current_user' -c 'select id from first'"
    return dag.container().from(address).withServiceBinding("db", db).withEnvVariable("PGPASSWORD", "secret").withEnvVariable("NOW", String(Date.now())).withExec(["sh", "-c", ask]).stdout()
  }

  /** Ask a Redis service. */
  @func({ cache: "never" })
  async redis(address: string): Promise<string> {
    const cache = dag.container().from(address).withExposedPort(6379).asService({ useEntrypoint: true })
    return dag.container().from(address).withServiceBinding("cache", cache).withEnvVariable("NOW", String(Date.now())).withExec(["redis-cli", "-h", "cache", "ping"]).stdout()
  }

  /** Fail with a message. */
  @func({ cache: "never" })
  fail(): string {
    throw new Error("this is the message, and nothing else")
  }

  /** Fail in a container. */
  @func({ cache: "never" })
  async failExec(): Promise<string> {
    return dag.container().from("debian:bookworm-slim").withExec(["sh", "-c", "echo told >&2; exit 7"]).stdout()
  }

  /** Fail by catching an exec's failure. */
  @func({ cache: "never" })
  async caught(): Promise<string> {
    try {
      return await this.failExec()
    } catch (error) {
      const { name, exitCode, stderr } = error as { name: string; exitCode: number; stderr: string }
      return `${name} ${exitCode} ${stderr.trim()}`
    }
  }

  /** Return nothing. */
  @func({ cache: "never" })
  async nothing(): Promise<void> {}

  /** A check that passes. */
  @func()
  @check()
  async passes(): Promise<void> {
    await this.source.entries()
  }

  /** A check that fails. */
  @func()
  @check()
  breaks(): void {
    throw new Error("checked and found wanting")
  }

  /** Generate a file. */
  @func()
  @generate()
  generated(): Changeset {
    return this.source.withNewFile("generated.txt", "made\n").changes(this.source)
  }
}
