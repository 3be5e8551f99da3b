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
