import * as z from 'zod';
import { clusterRequested } from '../../../events/cluster/requested.ts';
import type { AppliedDocument } from '../../applied-document.ts';
import { followFor, name, type StepKind } from '../step.ts';

/**
 * A file of ClusterConfig and Fleet documents, by its path from the scenario's own file, or the ClusterConfigs themselves.
 * With `copies`, each cluster so many times, named `<name>-1` and so on.
 */
const written = z.strictObject({
  apply: z.union([
    name,
    z.array(z.looseObject({ kind: name, metadata: z.looseObject({ name, region: name }) })).min(1),
  ]),
  copies: z.int().min(1).max(1000).optional(),
  rollbackOnFailure: z.boolean().optional(),
  ...followFor,
});

/** The same with its file read; Fleet documents in it become steps of their own. */
interface Apply {
  readonly apply: readonly AppliedDocument[];
  readonly rollbackOnFailure?: boolean | undefined;
  readonly followForSeconds?: number | undefined;
}

const identityOf = ({ value }: AppliedDocument): { readonly name: string; readonly region: string } =>
  (value as { readonly metadata: { readonly name: string; readonly region: string } }).metadata;

export const apply: StepKind<Apply, typeof written> = {
  written,
  run: ({ apply: documents, rollbackOnFailure, followForSeconds }, on) => {
    const requests = documents.map((document) => ({
      definition: clusterRequested,
      region: identityOf(document).region,
      detail: { config: document.value, ...(rollbackOnFailure ? { rollbackOnFailure: true } : {}) },
    }));
    return on.request(requests, followForSeconds);
  },
};
