import { join } from 'node:path'
import { bothArches, path } from './stand-in.ts'
import type { StandIn } from './stand-in.ts'

export const debianImages: readonly StandIn[] = [
  { names: ['debian:bookworm-slim', 'debian:12-slim'], suite: 'bookworm', arches: bothArches, packages: [], config: { Env: [path], Cmd: ['bash'] } },
  { names: ['debian:trixie-slim', 'debian:13-slim'], suite: 'trixie', arches: bothArches, packages: [], config: { Env: [path], Cmd: ['bash'] } },
]

export const registryImage: StandIn = {
  names: ['registry:2'],
  suite: 'bookworm',
  arches: ['amd64'],
  packages: ['docker-registry', 'ca-certificates'],
  config: {
    Env: [path],
    Entrypoint: ['/entrypoint.sh'],
    Cmd: ['/etc/docker/registry/config.yml'],
    ExposedPorts: { '5000/tcp': {} },
    Volumes: { '/var/lib/registry': {} },
  },
  folder: join(import.meta.dirname, 'registry'),
}

export const nginxImage: StandIn = {
  names: ['nginx:stable-bookworm'],
  suite: 'bookworm',
  arches: bothArches,
  packages: ['nginx', 'ca-certificates', 'curl', 'gettext-base', 'tzdata'],
  config: { Env: [path], Entrypoint: ['/docker-entrypoint.sh'], Cmd: ['nginx', '-g', 'daemon off;'], ExposedPorts: { '80/tcp': {} }, StopSignal: 'SIGQUIT' },
  folder: join(import.meta.dirname, 'nginx'),
}
