import type { OperationReport, SimulationReport } from '../../../rehearsal/simulation-spec.ts';
import { clustersOf, formerOf, type RollBackWorld } from './worlds.ts';

/** The thing that was said of a way back: it comes to pass, it does not, or EKS's sources conflict and it is to be tried. */
export type Verdict = 'goes back' | 'stays' | 'to be tried';

/** One cluster's way back: the forecast of its plan, the word of its preflight, and the thing that EKS has made of it. */
export interface Cell {
  readonly cell: string;
  /** Absent where no upgrade of the fleet's foresaw it. */
  readonly foreseen?: Verdict;
  /** Absent where nobody asked, since it turned back by itself. */
  readonly preflight?: Verdict;
  readonly came: 'goes back' | 'stays';
  /** The reason that the fleet gave, where it did not come. */
  readonly reason: string;
}

const VERDICTS = { possible: 'goes back', impossible: 'stays', toBeTried: 'to be tried' } as const;

/** By the plan of the last upgrade that moved the control plane, and the time until which it said that it can. */
function foreseen(
  { phase }: RollBackWorld,
  upgrades: readonly OperationReport[],
  askedAt: string | undefined,
): Verdict | undefined {
  const plan = upgrades.findLast(({ upgrade }) => upgrade?.forecast.minors !== undefined)?.upgrade;
  if (!plan) return undefined;
  const { forecast, canGoBackUntil = '' } = plan;
  if (phase === 'soak') return forecast.isPossible ? 'goes back' : 'stays';
  if (askedAt !== undefined && canGoBackUntil < askedAt) return 'stays';
  return VERDICTS[forecast.afterNodes?.is ?? 'impossible'];
}

function preflight(asked: OperationReport | undefined): Verdict | undefined {
  if (!asked) return undefined;
  if (!asked.upgrade) return 'stays';
  return asked.upgrade.findings.includes('rollback-to-be-tried') ? 'to be tried' : 'goes back';
}

/** The cells of a world, by the report of its simulation. */
export function cellsOf(world: RollBackWorld, report: SimulationReport): readonly Cell[] {
  const former = formerOf(world);
  return clustersOf(world).map(([name]) => {
    const own = report.operations.filter(
      ({ kind, cluster }) => kind === 'upgrade' && cluster.endsWith(`/${name}`),
    );
    const upgrades = own.filter(({ action }) => action === 'upgrade');
    const asked = own.find(({ action }) => action === 'rollBack');
    const told = {
      foreseen: foreseen(world, upgrades, asked?.startedAt),
      preflight: preflight(asked),
    };
    const version = report.clusters.find((cluster) => cluster.name === name)?.version;
    // Before an upgrade it is there already: EKS would have had to go below that.
    const isBack = world.phase !== 'before' && version === former;
    return {
      cell: `${name}, ${world.phase}, ${world.supportType} from ${world.from}`,
      ...(told.foreseen ? { foreseen: told.foreseen } : {}),
      ...(told.preflight ? { preflight: told.preflight } : {}),
      came: isBack ? 'goes back' : 'stays',
      reason: (asked ?? upgrades.at(-1))?.reason ?? '',
    };
  });
}

const isRight = (said: Verdict | undefined, { came, reason }: Cell): boolean =>
  said === undefined ||
  said === came ||
  (said === 'to be tried' && (came === 'goes back' || reason.includes('EKS refuses')));

/** The cells in which something else came than was said, in words. */
export const wrong = (cells: readonly Cell[]): readonly string[] =>
  cells
    .filter((cell) => !isRight(cell.foreseen, cell) || !isRight(cell.preflight, cell))
    .map(
      ({ cell, foreseen: plan = 'nothing', preflight: said = 'nothing', came, reason }) =>
        `${cell}: it ${came}; foreseen was "${plan}", its preflight said "${said}" (${reason})`,
    );

/** The cells that were to be tried though EKS does the same whatever it answers: nothing was there to try. */
export function neverDecided(cells: readonly Cell[]): readonly string[] {
  const tried = new Map<string, Set<string>>();
  for (const { cell, preflight: said, came } of cells)
    if (said === 'to be tried') tried.set(cell, (tried.get(cell) ?? new Set()).add(came));
  return [...tried].flatMap(([cell, came]) => (came.size > 1 ? [] : [`${cell}: it always ${[...came]}`]));
}
