import { type Asked, answerOfSite, LOOK_MS, type Looked } from '../../domain/failover/look.ts';
import type { DataPlanesPort } from '../../domain/ports/data-planes.ts';
import type { ProbesPort } from '../../domain/ports/probes.ts';

interface Ports {
  readonly probes: ProbesPort;
  readonly dataPlanes: DataPlanesPort;
}

/** Asks each of a list, side by side, and keeps the answers by it. */
async function byName<T>(names: readonly string[], ask: (name: string) => Promise<T>) {
  const answers = await Promise.all(names.map(async (name) => [name, await ask(name)] as const));
  return Object.fromEntries(answers);
}

/** Looks at everything at once: no answer is waited for longer than the others. */
export async function lookAround(
  { sites, regions, controls }: Asked,
  { probes, dataPlanes }: Ports,
): Promise<Looked> {
  const [bySite, byRegion, byControl] = await Promise.all([
    byName(sites, async (url) => answerOfSite(await probes.ask({ url, timeoutMs: LOOK_MS }))),
    byName(regions, (region) => dataPlanes.planes(region)),
    byName(controls, (region) => dataPlanes.sts(region)),
  ]);
  return { sites: bySite, regions: byRegion, controls: byControl };
}
