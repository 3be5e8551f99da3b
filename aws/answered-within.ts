/** The error of the SDK's own time limits, so that both have one meaning. */
class TimeoutError extends Error {
  override readonly name = 'TimeoutError';
}

/**
 * A call that fails where nobody answers in time. A region that is lost takes connections and says nothing: the SDK alone would
 * wait for as long as the task lives.
 */
export async function answeredWithin<T>(ms: number, call: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([call, late]);
  } finally {
    clearTimeout(timer);
  }
}
