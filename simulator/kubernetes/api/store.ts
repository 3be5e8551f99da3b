import type { Kernel } from '../../kernel/kernel.ts';
import type { Draft, Metadata, StoredObject } from './objects.ts';
import { apiVersionOf, qualified, type ResourceType } from './resources.ts';

export type Change = 'added' | 'modified' | 'deleted';
type Watcher = (change: Change, type: ResourceType, object: StoredObject) => void;

export type Mutable<T> = { -readonly [Member in keyof T]: T[Member] };

const keyOf = (name: string, namespace: string | undefined): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/**
 * A cluster's etcd: objects by resource, one revision for all of them (API conventions, "Concurrency Control and
 * Consistency"). An object with finalizers is only marked when it is removed, and goes with the last of them
 * (Kubernetes, "Finalizers").
 */
export class ObjectStore {
  readonly #kernel: Kernel;
  readonly #purpose: string;
  readonly #resources = new Map<string, Map<string, StoredObject>>();
  /** All objects of a resource in their order, until one of them changes: they are listed far more often. */
  readonly #lists = new Map<string, readonly StoredObject[]>();
  readonly #watchers: Watcher[] = [];
  readonly #waiting = new Set<{ readonly holds: () => boolean; readonly resolve: (held: boolean) => void }>();
  #revision = 1;

  constructor(kernel: Kernel, purpose: string) {
    this.#kernel = kernel;
    this.#purpose = purpose;
  }

  get revision(): number {
    return this.#revision;
  }

  /** Calls `watcher` after each change. */
  watch(watcher: Watcher): void {
    this.#watchers.push(watcher);
  }

  /** Waits until `holds` after some change; false once `timeoutMs` of virtual time has passed before. */
  until(holds: () => boolean, timeoutMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    if (holds()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (held: boolean) => {
        this.#waiting.delete(waiter);
        timer?.cancel();
        resolve(held);
      };
      const waiter = { holds, resolve: end };
      const timer = Number.isFinite(timeoutMs)
        ? this.#kernel.after(Math.max(0, timeoutMs), () => end(false))
        : undefined;
      this.#waiting.add(waiter);
    });
  }

  /** Objects by namespace and name, as the API lists them. */
  list<T extends StoredObject>(type: ResourceType<T>, namespace?: string): readonly T[] {
    const key = qualified(type);
    let all = this.#lists.get(key);
    if (!all) {
      const objects = [...this.#of(type)].sort(([left], [right]) => (left < right ? -1 : 1));
      all = objects.map(([, object]) => object);
      this.#lists.set(key, all);
    }
    const found =
      namespace === undefined ? all : all.filter(({ metadata }) => metadata.namespace === namespace);
    return found as readonly T[];
  }

  find<T extends StoredObject>(type: ResourceType<T>, name: string, namespace?: string): T | undefined {
    return this.#of(type).get(keyOf(name, namespace)) as T | undefined;
  }

  add<T extends StoredObject>(type: ResourceType<T>, draft: Draft<T>, manager: string): T {
    const now = this.#now();
    const metadata: Metadata = {
      ...draft.metadata,
      uid: this.#kernel.random(this.#purpose).uuid(),
      resourceVersion: this.#next(),
      generation: 1,
      creationTimestamp: now,
      managedFields: [{ manager, operation: 'Update', apiVersion: apiVersionOf(type), time: now }],
    };
    const object = { apiVersion: apiVersionOf(type), kind: type.kind, ...draft, metadata } as unknown as T;
    return this.#put(type, object, 'added');
  }

  /** Applies `edit` to a copy and keeps it; a change of `spec` raises the generation, no change is none. */
  edit<T extends StoredObject>(
    type: ResourceType<T>,
    current: T,
    manager: string,
    edit: (draft: Mutable<T>) => void,
  ): T {
    const draft = structuredClone(current) as Mutable<T>;
    edit(draft);
    if (JSON.stringify(draft) === JSON.stringify(current)) return current;
    const specOf = (object: object) => JSON.stringify((object as { spec?: unknown }).spec);
    const { metadata } = draft;
    if (specOf(draft) !== specOf(current)) metadata.generation += 1;
    metadata.resourceVersion = this.#next();
    const others = (metadata.managedFields ?? []).filter((entry) => entry.manager !== manager);
    metadata.managedFields = [
      ...others,
      { manager, operation: 'Update', apiVersion: apiVersionOf(type), time: this.#now() },
    ];
    const isFinished = metadata.deletionTimestamp !== undefined && !metadata.finalizers?.length;
    if (!isFinished) return this.#put(type, draft as T, 'modified');
    this.#drop(type, draft as T);
    return draft as T;
  }

  /** Removes an object, or marks it where finalizers hold it or `graceful` says that it ends by itself. */
  remove<T extends StoredObject>(type: ResourceType<T>, current: T, graceful = false): T {
    if (!graceful && !current.metadata.finalizers?.length) {
      this.#drop(type, current);
      return current;
    }
    if (current.metadata.deletionTimestamp !== undefined) return current;
    const marked = structuredClone(current);
    marked.metadata.deletionTimestamp = this.#now();
    marked.metadata.generation += 1;
    marked.metadata.resourceVersion = this.#next();
    return this.#put(type, marked, 'modified');
  }

  #drop(type: ResourceType, object: StoredObject): void {
    const { name, namespace, uid } = object.metadata;
    const held = this.#of(type).get(keyOf(name, namespace));
    if (held?.metadata.uid !== uid) return;
    this.#of(type).delete(keyOf(name, namespace));
    this.#lists.delete(qualified(type));
    this.#next();
    this.#tell('deleted', type, object);
  }

  #put<T extends StoredObject>(type: ResourceType<T>, object: T, change: Change): T {
    this.#of(type).set(keyOf(object.metadata.name, object.metadata.namespace), object);
    this.#lists.delete(qualified(type));
    this.#tell(change, type, object);
    return object;
  }

  #tell(change: Change, type: ResourceType, object: StoredObject): void {
    for (const watcher of this.#watchers) watcher(change, type, object);
    for (const waiter of [...this.#waiting]) if (waiter.holds()) waiter.resolve(true);
  }

  #next(): string {
    this.#revision += 1;
    return String(this.#revision);
  }

  #now(): string {
    return new Date(this.#kernel.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  }

  #of(type: ResourceType): Map<string, StoredObject> {
    const key = qualified(type);
    let objects = this.#resources.get(key);
    if (!objects) {
      objects = new Map();
      this.#resources.set(key, objects);
    }
    return objects;
  }
}
