/** End with one line that says what is wrong; the engine shows it to the caller. */
export const fail = (message: string): never => {
  console.error(message)
  process.exit(1)
}
