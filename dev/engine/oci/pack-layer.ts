import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { EngineError } from '../engine-error.ts'
import { cacheFolder } from '../paths.ts'
import { blobPath } from './blobs.ts'
import type { Layer } from './types.ts'

const tee = (hash: ReturnType<typeof createHash>): Transform =>
  new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      done(null, chunk)
    },
  })

/** Pack a folder as one compressed layer in the blob cache. Times are cut to the epoch, so that the same files give the same layer. */
export const packLayer = async (folder: string): Promise<Layer> => {
  const temporary = join(cacheFolder('blobs'), `packing-${process.pid}-${Date.now()}`)
  const tar = spawn('tar', ['-C', folder, '--sort=name', '--numeric-owner', '--mtime=@0', '--xattrs', '--xattrs-include=security.capability', '-cf', '-', '.'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number>((done) => tar.on('close', (code) => done(code ?? 128)))
  const plain = createHash('sha256')
  const packed = createHash('sha256')
  await pipeline(tar.stdout, tee(plain), createGzip({ level: 1 }), tee(packed), createWriteStream(temporary))
  if ((await ended) !== 0) throw new EngineError(`tar of ${folder} failed`, 'is the disk full? then free space and run "up" again')
  const digest = `sha256:${packed.digest('hex')}`
  renameSync(temporary, blobPath(digest))
  return { digest, diffId: `sha256:${plain.digest('hex')}`, sizeBytes: statSync(blobPath(digest)).size }
}
