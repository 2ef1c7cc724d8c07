import { join } from 'node:path'
import type { Suite } from '../rootfs/apt-sources.ts'
import { path } from './stand-in.ts'
import type { StandIn } from './stand-in.ts'

const postgres = (names: StandIn['names'], version: string, suite: Suite): StandIn => ({
  names,
  suite,
  arches: ['amd64'],
  packages: [`postgresql-${version}`, 'postgresql-common', 'locales', 'tzdata', 'xz-utils', 'zstd', 'libnss-wrapper'],
  config: {
    Env: [`${path}:/usr/lib/postgresql/${version}/bin`, 'LANG=en_US.utf8', `PG_MAJOR=${version}`, 'PGDATA=/var/lib/postgresql/data'],
    Entrypoint: ['docker-entrypoint.sh'],
    Cmd: ['postgres'],
    ExposedPorts: { '5432/tcp': {} },
    Volumes: { '/var/lib/postgresql/data': {} },
    StopSignal: 'SIGINT',
  },
  folder: join(import.meta.dirname, 'postgres'),
})

export const databaseImages: readonly StandIn[] = [
  postgres(['postgres:15', 'postgres:15-bookworm'], '15', 'bookworm'),
  postgres(['postgres:17', 'postgres:17-trixie'], '17', 'trixie'),
  {
    names: ['redis:7', 'redis:7-bookworm'],
    suite: 'bookworm',
    arches: ['amd64'],
    packages: ['redis-server', 'redis-tools', 'tzdata'],
    config: { Env: [path], Entrypoint: ['docker-entrypoint.sh'], Cmd: ['redis-server'], WorkingDir: '/data', ExposedPorts: { '6379/tcp': {} }, Volumes: { '/data': {} } },
    folder: join(import.meta.dirname, 'redis'),
  },
]
