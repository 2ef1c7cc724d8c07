import type { Component } from '../config/model.ts'

/** Components that a running one reaches by name and port, read from its environment: `http://api:8000`. */
export function needs(component: Component, all: readonly Component[]): readonly Component[] {
  const values = Object.values(component.image?.env ?? {})
  return all.filter((other) => other.name !== component.name && other.image?.port !== undefined && values.some((value) => mentions(value, `${other.name}:${other.image?.port}`)))
}

function mentions(value: string, address: string): boolean {
  return value.split(/[/,@\s]/).includes(address)
}
