import type * as z from 'zod';
import type { ReadPorts } from '../../domain/contents/kind.ts';
import { type DesiredContent, decideContent, kindOf } from '../../domain/contents/kinds.ts';
import { nothing } from '../../domain/decide/decision.ts';
import { type ContentsPorts, readContents } from '../../domain/observe/contents.ts';
import type { Target } from '../../domain/observe/target.ts';
import { lookInTurn, type PhaseItem } from '../../domain/phase.ts';
import { lookOf, type observeContentsInput } from '../../domain/phase-contract.ts';
import type { OperationStore } from '../../domain/ports/operations.ts';
import type { Progress } from '../../domain/progress.ts';
import { decideHeldPhase } from '../operation/held-phase.ts';
import { account } from '../runtime/ports/account/account.ts';
import { contents } from '../runtime/ports/cluster/contents.ts';
import { logGroups } from '../runtime/ports/resources/log-groups.ts';
import { pullThroughCache } from '../runtime/ports/resources/pull-through-cache.ts';
import { stacks } from '../runtime/ports/resources/stacks.ts';
import { operations } from '../runtime/ports/state/operations.ts';
import { task } from '../runtime/task.ts';
import { createTasks } from './contracts.ts';
import { readTarget } from './target.ts';

/** By which task a content is changed, and how long that takes. */
function phaseFactsOf(content: DesiredContent): Pick<PhaseItem, 'task' | 'expected' | 'exclusive'> {
  const { task, expected, exclusive = false } = kindOf(content);
  return { task, expected: expected(content), exclusive };
}

async function lookAt(
  target: Target,
  input: z.output<typeof observeContentsInput>,
  passedOver: ReadonlySet<string>,
  ports: ContentsPorts & ReadPorts & { readonly operations: OperationStore },
): Promise<Progress> {
  const wanted = await readContents(target, input, ports, (key) => !passedOver.has(key));
  const decisions = await lookInTurn(
    wanted.resources.filter(({ key }) => !passedOver.has(key)),
    (resource) => decideContent(resource, target, { ...ports, stacks: wanted.stacks }),
  );
  const items = wanted.resources.map((resource) => ({
    key: resource.key,
    needs: resource.needs,
    passedOver: passedOver.has(resource.key),
    decision: decisions.get(resource) ?? nothing,
    ...phaseFactsOf(resource),
  }));
  const progress = await decideHeldPhase(input.operation, items, lookOf(input), ports.operations);
  if (progress.outcome !== 'Waiting') return progress;
  const outputs = Object.entries(wanted.stackOutputs).filter(([key]) => progress.ready.includes(key));
  return { ...progress, outputs: Object.fromEntries(outputs) };
}

/**
 * Looks at everything that the cluster is to contain. Contents that an earlier look found ready are passed over,
 * until nothing else is left: then all of them are looked at once more. It changes nothing, so it may run as often as
 * it likes.
 */
export const handler = task(
  createTasks.observeContents,
  { account, contents, logGroups, operations, pullThroughCache, stacks },
  async (input, ports) => {
    const target = await readTarget(input.operation, ports);
    // A stack can be passed over only where the outputs that others need of it are known.
    const known = input.ready.filter((key) => !key.startsWith('stack/') || key in input.outputs);
    const progress = await lookAt(target, input, new Set(known), ports);
    if (progress.outcome !== 'Done' || known.length === 0) return progress;
    return lookAt(target, input, new Set(), ports);
  },
);
