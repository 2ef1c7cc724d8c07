import { describe, expect, it } from 'vitest'
import { baseImages } from '../../../src/images/base-images.ts'

describe('baseImages', () => {
  it('names what stages start from, but for earlier stages and scratch', () => {
    const dockerfile = '# syntax=x\nFROM --platform=$BUILDPLATFORM node:24-slim AS Build\nRUN echo FROM nowhere\nfrom build as more\nFROM scratch\nFROM nginx:1@sha256:1\nFROM node:24-slim\n'
    expect(baseImages(dockerfile, {})).toEqual(['node:24-slim', 'nginx:1@sha256:1'])
  })

  it('fills in build arguments and their defaults, and leaves out what it does not know', () => {
    const dockerfile = 'ARG TAG=3.13\nARG NAME="python"\nARG OTHER\nFROM scratch\nARG LATE=4\nFROM ${NAME}:$TAG \\\n  AS one\nARG LATE=5\nFROM a:$LATE\nFROM b:${OTHER:-7}\nFROM c:$OTHER\n'
    expect(baseImages(dockerfile, {})).toEqual(['python:3.13', 'b:7'])
    expect(baseImages(dockerfile, { TAG: '3.11', OTHER: '9' })).toEqual(['python:3.11', 'b:9', 'c:9'])
  })
})
