import { AdministratorChecker } from './administrators.ts';
import { BudgetsChecker } from './budgets.ts';
import { BusyLoopsChecker } from './busy-loops.ts';
import type { Checker, Watched } from './checker.ts';
import { ContainmentChecker } from './containment.ts';
import { DeliveriesChecker } from './deliveries.ts';
import { DriftToldChecker } from './drift-told.ts';
import { FleetSchedulesChecker } from './fleet-schedules.ts';
import { FreezesChecker } from './freezes.ts';
import { GitOpsMarksChecker } from './gitops-marks.ts';
import { HeldPodsChecker } from './held-pods.ts';
import { IntruderChecker } from './intruders.ts';
import { KeptSleepChecker } from './kept-sleep.ts';
import { LateUntilChecker } from './late-until.ts';
import { LookChecker } from './looks.ts';
import { NoticesChecker } from './notices.ts';
import { OneEndChecker } from './one-end.ts';
import { OneRegionChecker } from './one-region.ts';
import { OperationsListChecker } from './operations-list.ts';
import { OwnershipChecker } from './ownership.ts';
import { ProofChecker } from './proofs.ts';
import { ProtectedClustersChecker } from './protected-clusters.ts';
import { QueuesChecker } from './queues.ts';
import { RollbackWindowChecker } from './rollback-window.ts';
import { RollbackChecker } from './rollbacks.ts';
import { SameInAllChecker } from './same-in-all.ts';
import { SelectedClustersChecker } from './selected-clusters.ts';
import { StaleRequestChecker } from './stale-requests.ts';
import { TransientFailureChecker } from './transient-failures.ts';
import { TruthfulFactsChecker } from './truthful-facts.ts';
import { UpgradeCallsChecker } from './upgrade-calls.ts';
import { UpgradeOrderChecker } from './upgrade-order.ts';
import { UpgradesChecker } from './upgrades.ts';
import { WakeSizesChecker } from './wake-sizes.ts';
import { WavesChecker } from './waves.ts';

/** All checkers, one file each: every one of them watches every simulation and every seed of a campaign. */
export const CHECKERS: readonly (new (watched: Watched) => Checker)[] = [
  ProtectedClustersChecker,
  KeptSleepChecker,
  HeldPodsChecker,
  GitOpsMarksChecker,
  BusyLoopsChecker,
  ContainmentChecker,
  AdministratorChecker,
  BudgetsChecker,
  DeliveriesChecker,
  DriftToldChecker,
  NoticesChecker,
  FleetSchedulesChecker,
  FreezesChecker,
  IntruderChecker,
  LateUntilChecker,
  LookChecker,
  OneEndChecker,
  OneRegionChecker,
  OperationsListChecker,
  OwnershipChecker,
  ProofChecker,
  QueuesChecker,
  RollbackWindowChecker,
  RollbackChecker,
  SameInAllChecker,
  SelectedClustersChecker,
  StaleRequestChecker,
  TransientFailureChecker,
  TruthfulFactsChecker,
  UpgradeCallsChecker,
  UpgradeOrderChecker,
  UpgradesChecker,
  WakeSizesChecker,
  WavesChecker,
];
