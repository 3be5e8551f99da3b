import type { StatusCause } from 'kubernetes-types/meta/v1.js';

interface Details {
  readonly name?: string | undefined;
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly causes?: readonly StatusCause[];
}

interface Named {
  readonly group: string;
  readonly plural: string;
}

/** An error that the API answers instead of a result: a Status object (API conventions, "Response Status Kind"). */
export class KubernetesError extends Error {
  override readonly name = 'KubernetesError';
  readonly code: number;
  readonly reason: string;
  readonly details: Details | undefined;
  /** The token with which a list goes on. */
  readonly continueToken: string | undefined;

  constructor(code: number, reason: string, message: string, details?: Details, continueToken?: string) {
    super(message);
    this.continueToken = continueToken;
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): object {
    const { code, reason, details, message, continueToken } = this;
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: continueToken === undefined ? {} : { continue: continueToken },
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(details ? { details } : {}),
      code,
    };
  }
}

const titled = ({ group, plural }: Named, name: string): string =>
  `${group === '' ? plural : `${plural}.${group}`} "${name}"`;

const about = ({ group, plural }: Named, name?: string): Details => ({
  name,
  group: group === '' ? undefined : group,
  kind: plural,
});

/** The wording of apimachinery's `pkg/api/errors`, here and below. */
export const unauthorized = (): KubernetesError => new KubernetesError(401, 'Unauthorized', 'Unauthorized');

export const badRequest = (message: string): KubernetesError =>
  new KubernetesError(400, 'BadRequest', message);

export const notFound = (resource: Named, name: string): KubernetesError =>
  new KubernetesError(404, 'NotFound', `${titled(resource, name)} not found`, about(resource, name));

export const alreadyExists = (resource: Named, name: string): KubernetesError =>
  new KubernetesError(
    409,
    'AlreadyExists',
    `${titled(resource, name)} already exists`,
    about(resource, name),
  );

export const conflict = (resource: Named, name: string): KubernetesError =>
  new KubernetesError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${titled(resource, name)}: the object has been modified; please apply your changes to the latest version and try again`,
    about(resource, name),
  );

/** A precondition that does not hold (apiserver, `pkg/storage/interfaces.go`, Preconditions.Check). */
export const otherUid = (
  resource: Named,
  name: string,
  { wanted, uid }: { readonly wanted: string; readonly uid: string },
): KubernetesError =>
  new KubernetesError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${titled(resource, name)}: Precondition failed: UID in precondition: ${wanted}, UID in object meta: ${uid}`,
    about(resource, name),
  );

export const forbidden = (resource: Named, name: string | undefined, why: string): KubernetesError =>
  new KubernetesError(
    403,
    'Forbidden',
    `${name === undefined ? (resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`) : titled(resource, name)} is forbidden: ${why}`,
    about(resource, name),
  );

/** A field that does not hold: `spec.replicas: Invalid value: -1: must be greater than or equal to 0`. */
export function invalid(
  { kind, group }: { readonly kind: string; readonly group: string },
  name: string,
  { field, value, why }: { readonly field: string; readonly value: unknown; readonly why: string },
): KubernetesError {
  const cause = `Invalid value: ${JSON.stringify(value)}: ${why}`;
  return new KubernetesError(
    422,
    'Invalid',
    `${group === '' ? kind : `${kind}.${group}`} "${name}" is invalid: ${field}: ${cause}`,
    { name, group, kind, causes: [{ reason: 'FieldValueInvalid', message: cause, field }] },
  );
}

/**
 * The answer for a list whose moment is compacted away: it may go on with the objects of now (apiserver,
 * `storage/etcd3/errors.go`).
 */
export const expired = (continueToken: string): KubernetesError =>
  new KubernetesError(
    410,
    'Expired',
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    undefined,
    continueToken,
  );

export const internalError = (why: string): KubernetesError =>
  new KubernetesError(500, 'InternalError', `Internal error occurred: ${why}`, {
    causes: [{ message: why }],
  });
