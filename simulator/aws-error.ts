/**
 * An error that a simulated service answers instead of a result. `code` is AWS's error code, `message` its text word
 * for word; `members` are the further members of the modelled error shape (for example `clusterName`).
 */
export class AwsError extends Error {
  override readonly name = 'AwsError';
  readonly code: string;
  /** The HTTP status; the codec takes it from the service's model where it is not given. */
  readonly statusCode: number | undefined;
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { statusCode?: number; members?: Record<string, unknown> } = {},
  ) {
    super(message);
    this.code = code;
    this.statusCode = options.statusCode;
    this.members = options.members ?? {};
  }
}

/** "Not Implemented" of RFC 9110: no client of AWS tries it again. */
const NOT_SIMULATED_STATUS = 501;

/**
 * The error by which a world that goes on answers what it cannot carry out: something that is not simulated, or a defect
 * of the simulator's own.
 */
export const unansweredError = (error: unknown): AwsError => {
  const { name, message } = error as Error;
  return error instanceof NotSimulated
    ? new AwsError(name, message, { statusCode: NOT_SIMULATED_STATUS })
    : new AwsError('SimulatorFailure', `the simulator failed: ${name}: ${message}`, {
        statusCode: NOT_SIMULATED_STATUS,
      });
};

/**
 * The error for a use of something that the simulator does not model. It ends the run by name, even where the
 * workflow would have caught it: throw it through `Kernel.fail`.
 */
export class NotSimulated extends Error {
  override readonly name = 'NotSimulated';

  constructor(what: string) {
    super(`${what} is not simulated; docs/simulator.md lists what is`);
  }
}
