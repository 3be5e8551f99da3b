import { sampleDurationMs } from '../../durations.ts';
import type { StoredObject } from '../api/objects.ts';
import { mergePatch } from '../api/patch.ts';
import type { ResourceType } from '../api/resources.ts';
import type { Surroundings } from '../surroundings.ts';

interface Kept {
  readonly type: ResourceType;
  readonly name: string;
  readonly namespace: string | undefined;
  /** Members that are put back, as a merge patch; changes of other members are left alone. */
  readonly desired: object;
  readonly manager: string;
}

/**
 * Puts objects back as Git (or AWS) has them, seconds after somebody else has changed them (Argo CD, "Automated Sync
 * Policy", self-healing). Members that Git does not name are left alone, as its comparison leaves them.
 */
export class SelfHeal {
  readonly #around: Surroundings;
  readonly #kept: Kept[] = [];
  readonly #pending = new Set<Kept>();

  constructor(around: Surroundings) {
    this.#around = around;
    around.store.watch((change, type, object) => {
      if (change !== 'modified') return;
      for (const kept of this.#kept) {
        if (kept.type === type && isOf(kept, object) && this.#differs(kept, object)) this.#healSoon(kept);
      }
    });
  }

  keep(kept: Kept): void {
    const isKnown = this.#kept.some(
      ({ type, name, namespace }) => type === kept.type && name === kept.name && namespace === kept.namespace,
    );
    if (!isKnown) this.#kept.push(kept);
  }

  #differs({ desired }: Kept, object: StoredObject): boolean {
    return JSON.stringify(mergePatch(structuredClone(object), desired)) !== JSON.stringify(object);
  }

  #healSoon(kept: Kept): void {
    const { kernel, durationScale, store } = this.#around;
    if (this.#pending.has(kept)) return;
    this.#pending.add(kept);
    kernel.after(sampleDurationMs(kernel, 'kubernetes/self-heal', durationScale), () => {
      this.#pending.delete(kept);
      const held = store.find(kept.type, kept.name, kept.namespace);
      if (!held || !this.#differs(kept, held)) return;
      store.edit(kept.type, held, kept.manager, (draft) => {
        Object.assign(draft, mergePatch(structuredClone(held), kept.desired));
      });
    });
  }
}

const isOf = ({ name, namespace }: Kept, { metadata }: StoredObject): boolean =>
  metadata.name === name && metadata.namespace === namespace;
