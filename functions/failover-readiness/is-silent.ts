import { TaskError } from '../../domain/errors.ts';

const SILENT = /^(Kubernetes\w+|ServiceUnavailable|Throttled)$/;

/** True where nobody answers for now: it tells nothing of what was asked about. */
export const isSilent = (error: unknown): error is TaskError =>
  error instanceof TaskError && SILENT.test(error.name);

/** The answer of a part; where it is silent, something else that is said of it. */
export async function unlessSilent<T, Else>(
  asked: Promise<T>,
  otherwise: (why: string) => Else,
): Promise<T | Else> {
  try {
    return await asked;
  } catch (error) {
    if (isSilent(error)) return otherwise(error.message);
    throw error;
  }
}
