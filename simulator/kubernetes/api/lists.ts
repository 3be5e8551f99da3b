import type { Kernel } from '../../kernel/kernel.ts';
import type { StoredObject } from './objects.ts';
import { apiVersionOf, type ResourceType } from './resources.ts';
import { fieldSelector, labelSelector } from './selectors.ts';
import { badRequest, expired } from './status.ts';

/** A list that goes on is kept as it was for so long: etcd compacts every five minutes (API concepts, "410 Gone"). */
const KEPT_MS = 5 * 60_000;

interface From {
  readonly revision: number;
  readonly objects: readonly StoredObject[];
}

interface Remaining extends From {
  readonly at: number;
}

/** The place where a list goes on, as its token tells it. */
interface Place {
  readonly rv: number;
  readonly start: string;
}

const keyOf = ({ metadata: { namespace, name } }: StoredObject): string => `${namespace ?? ''}/${name}`;

const encoded = (place: object): string => Buffer.from(JSON.stringify(place)).toString('base64url');

function decoded(token: string): Place {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString()) as Place;
  } catch {
    throw badRequest('continue key is not valid: invalid continue token');
  }
}

type Query = Readonly<Record<string, string | readonly string[]>>;

const MEMBERS = new Set(['labelSelector', 'fieldSelector', 'limit', 'continue']);

/** A member of a list's query that is not modelled. */
export const unmodelledMember = (query: Query): string | undefined =>
  Object.keys(query).find((name) => !MEMBERS.has(name));

/** Lists in pages (API concepts, "Retrieving large results sets in chunks"): later pages are of the first one's moment. */
export class Lists {
  readonly #kernel: Kernel;
  readonly #remaining = new Map<string, Remaining>();
  #tokens = 0;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
  }

  page(type: ResourceType, all: readonly StoredObject[], revision: number, query: Query): object {
    const { limit = '0', continue: token } = query;
    const size = Number(limit);
    if (!Number.isInteger(size) || size < 0) throw badRequest(`invalid limit ${String(limit)}`);
    const from =
      typeof token === 'string' && token !== ''
        ? this.#resume(token, () => ({ revision, objects: selected(type, all, query) }))
        : { revision, objects: selected(type, all, query) };
    const shown = size === 0 ? from.objects : from.objects.slice(0, size);
    const rest = from.objects.slice(shown.length);
    const isSelected = 'labelSelector' in query || 'fieldSelector' in query;
    return {
      kind: `${type.kind}List`,
      apiVersion: apiVersionOf(type),
      metadata: {
        resourceVersion: String(from.revision),
        ...(rest.length > 0 && { continue: this.#keep(from.revision, rest) }),
        ...(rest.length > 0 && !isSelected && { remainingItemCount: rest.length }),
      },
      // A list names the kind of its items once; JSON has no member that is undefined.
      items: shown.map((object) => ({ ...object, apiVersion: undefined, kind: undefined })),
    };
  }

  #keep(revision: number, objects: readonly StoredObject[]): string {
    const at = this.#kernel.now();
    for (const [token, held] of this.#remaining) if (at - held.at > KEPT_MS) this.#remaining.delete(token);
    this.#tokens += 1;
    const start = objects[0] && keyOf(objects[0]);
    const token = encoded({ v: 'meta.k8s.io/v1', rv: revision, start, list: this.#tokens });
    this.#remaining.set(token, { revision, objects, at });
    return token;
  }

  /** A token of the revision -1 goes on with the objects of now. */
  #resume(token: string, now: () => From): From {
    const held = this.#remaining.get(token);
    if (held && this.#kernel.now() - held.at <= KEPT_MS) return held;
    const place = decoded(token);
    if (place.rv !== -1) throw expired(encoded({ ...place, rv: -1 }));
    const { revision, objects } = now();
    return { revision, objects: objects.filter((object) => keyOf(object) >= place.start) };
  }
}

function selected(
  type: ResourceType,
  all: readonly StoredObject[],
  { labelSelector: labels = '', fieldSelector: fields = '' }: Query,
): readonly StoredObject[] {
  const byLabels = labelSelector(String(labels));
  const byFields = fieldSelector(String(fields), type.plural);
  return all.filter((object) => byLabels(object.metadata.labels ?? {}) && byFields(object));
}
