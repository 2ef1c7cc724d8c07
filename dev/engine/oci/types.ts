export interface Layer {
  /** Digest of the compressed blob, `sha256:<hex>`. */
  readonly digest: string
  readonly sizeBytes: number
  /** Digest of the tar before compression. */
  readonly diffId: string
}

/** The part of an image's configuration that a stand-in sets, as OCI writes it. */
export interface RunConfig {
  readonly User?: string
  readonly Env?: readonly string[]
  readonly Entrypoint?: readonly string[]
  readonly Cmd?: readonly string[]
  readonly WorkingDir?: string
  readonly ExposedPorts?: Readonly<Record<string, object>>
  readonly Volumes?: Readonly<Record<string, object>>
  readonly StopSignal?: string
}

export type Arch = 'amd64' | 'arm64'

export interface PlatformImage {
  readonly arch: Arch
  readonly layers: readonly Layer[]
  readonly config: RunConfig
}
