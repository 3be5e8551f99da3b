import { parseClusterConfig } from '../../domain/cluster-config/parse.ts';
import type { World } from '../../simulator/world.ts';
import type { AppliedDocument } from '../applied-document.ts';
import { identities } from './identities.ts';
import { network } from './network.ts';
import type { Prerequisite } from './prerequisite.ts';
import { resources } from './resources.ts';
import { topics } from './topics.ts';

/** The time between looks whether a prerequisite's parent is there by now, and the number of looks. */
const LOOK_MS = 2_000;
const LOOKS = 1_800;

/** The prerequisites of a document; none for a document that is refused anyway. */
function prerequisitesOf(
  { value, source }: AppliedDocument,
  accountId: string,
  today: string,
): Prerequisite[] {
  if ((value as { readonly kind?: unknown } | null)?.kind === 'Fleet')
    return topics({ value, source }, today);
  const { config } = parseClusterConfig(value, source, { today });
  if (!config) return [];
  const place = { region: config.metadata.region, accountId };
  return [...network(config, place), ...identities(config, place), ...resources(config, place)];
}

function plantLater(world: World, prerequisite: Prerequisite, looks = LOOKS): void {
  world.kernel.after(LOOK_MS, async () => {
    if ((await prerequisite.plant(world)) === 'later' && looks > 0)
      plantLater(world, prerequisite, looks - 1);
  });
}

/**
 * Plants the documents' prerequisites into the simulated world, and answers their texts. A prerequisite that two
 * documents name is planted once.
 */
export async function plantPrerequisites(
  world: World,
  documents: readonly AppliedDocument[],
  today: string,
): Promise<readonly string[]> {
  const planted = new Set<string>();
  for (const prerequisite of documents.flatMap((document) =>
    prerequisitesOf(document, world.accountId, today),
  )) {
    if (planted.has(prerequisite.text)) continue;
    planted.add(prerequisite.text);
    if ((await prerequisite.plant(world)) === 'later') plantLater(world, prerequisite);
  }
  return [...planted];
}
