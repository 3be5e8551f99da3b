import type * as z from 'zod';
import type { ContentKind, ReadPorts } from '../../domain/contents/kind.ts';
import type { DesiredContent } from '../../domain/contents/kinds.ts';
import { nameOf } from '../../domain/contents/kinds.ts';
import type { Change } from '../../domain/decide/decision.ts';
import { TaskError } from '../../domain/errors.ts';
import { contentOf, desiredOf } from '../../domain/observe/contents.ts';
import type { Applied, applyContentInput } from '../../domain/phase-contract.ts';
import type { ContentsPort } from '../../domain/ports/contents.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import { applyDecision, change, tokenOf } from '../runtime/change.ts';
import type { OwnAccount } from '../runtime/ports/account/account.ts';
import { readTarget } from './target.ts';

/** The ports by which a kind is changed by a request alone. */
type ChangePort = 'contents' | 'logGroups' | 'pullThroughCache';
interface Changing {
  change(change: Change, token: string): Promise<void>;
}

type ApplyPorts<Port extends ChangePort> = {
  readonly account: OwnAccount;
  readonly contents: Pick<ContentsPort, 'addonVersions'>;
  readonly operations: OperationStore;
} & { readonly [Name in Port]: ReadPorts[Name] & Changing };

/**
 * Makes the next change to one of the contents. Each kind has a function of its own, whose role may change that kind
 * alone. What if this runs twice? See `applyDecision`.
 */
export async function applyContent<
  Desired extends DesiredContent,
  Observed extends object,
  Port extends ChangePort,
>(
  kind: ContentKind<Desired, Observed, Port>,
  input: z.output<typeof applyContentInput>,
  ports: ApplyPorts<Port>,
): Promise<Applied> {
  const { operation, key, at } = input;
  const { operations } = ports;
  const target = await readTarget(operation, ports);
  const content = contentOf(await desiredOf(target, input, ports.contents), kind, key);
  const observed = await kind.read(operation.cluster.name, nameOf(content), ports);
  const port: Changing = ports[kind.port];
  return applyDecision({
    operation,
    key,
    at,
    decision: kind.decide(content, observed, target.startedAt),
    operations,
    create: (token) => port.change(kind.create(content), token),
    update: (made, token) =>
      port.change(made as Change, token).catch(async (refusal: unknown) => {
        const isRefusal = refusal instanceof TaskError && refusal.name === 'InvalidRequest';
        const instead = isRefusal ? kind.instead?.(content, made as Change) : undefined;
        if (!instead) throw refusal;
        const other = tokenOf(operation, key, [instead, at]);
        await change(operation, operations, () => port.change(instead, other));
      }),
  });
}
