import { TaskError } from '../../domain/errors.ts';

const SILENT = /^(Kubernetes\w+|ServiceUnavailable|Throttled)$/;

/** True where nobody answers for now: it tells nothing of what was asked about. */
export const isSilent = (error: unknown): error is TaskError =>
  error instanceof TaskError && SILENT.test(error.name);
