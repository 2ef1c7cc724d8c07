import { databaseImages } from './databases.ts'
import { nodeImages } from './node.ts'
import { pythonImages } from './python.ts'
import { debianImages, nginxImage, registryImage } from './servers.ts'
import type { StandIn } from './stand-in.ts'

/** Every stand-in, those first that others wait for. */
export const standIns: readonly StandIn[] = [registryImage, ...nodeImages, ...debianImages, ...databaseImages, ...pythonImages, nginxImage]
