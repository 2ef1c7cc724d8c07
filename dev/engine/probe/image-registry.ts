/** Whether the public image registry answers; it does so with 401 to those who do not log in. */
export const imageRegistryAnswers = async (fetcher: typeof fetch = fetch): Promise<boolean> => {
  try {
    const response = await fetcher('https://registry-1.docker.io/v2/', { signal: AbortSignal.timeout(5000), redirect: 'manual' })
    return response.status === 200 || response.status === 401
  } catch (error) {
    // No route, no name, no trusted certificate: each means that no image comes from there.
    if (error instanceof Error) return false
    throw error
  }
}
