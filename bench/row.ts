/** One line of the table of benchmarks. */
export interface Row {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly note: string
}
