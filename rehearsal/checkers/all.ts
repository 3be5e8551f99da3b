import type { Checker, Watched } from './checker.ts';
import { DriftToldChecker } from './drift/drift-told.ts';
import { DrillsChecker } from './failover/drills.ts';
import { LedTrafficChecker } from './failover/led-traffic.ts';
import { OwnersChecker } from './failover/owners.ts';
import { ReadySidesChecker } from './failover/ready-sides.ts';
import { BusyLoopsChecker } from './requests/busy-loops.ts';
import { DeliveriesChecker } from './requests/deliveries.ts';
import { LateUntilChecker } from './requests/late-until.ts';
import { NoticesChecker } from './requests/notices.ts';
import { OneEndChecker } from './requests/one-end.ts';
import { OperationsListChecker } from './requests/operations-list.ts';
import { ProofChecker } from './requests/proofs.ts';
import { QueuesChecker } from './requests/queues.ts';
import { StaleRequestChecker } from './requests/stale-requests.ts';
import { TransientFailureChecker } from './requests/transient-failures.ts';
import { TruthfulFactsChecker } from './requests/truthful-facts.ts';
import { AdministratorChecker } from './rights/administrators.ts';
import { FreezesChecker } from './rights/freezes.ts';
import { GitOpsMarksChecker } from './rights/gitops-marks.ts';
import { IntruderChecker } from './rights/intruders.ts';
import { LookChecker } from './rights/looks.ts';
import { OneRegionChecker } from './rights/one-region.ts';
import { OwnershipChecker } from './rights/ownership.ts';
import { ProtectedClustersChecker } from './rights/protected-clusters.ts';
import { RollbackChecker } from './rights/rollbacks.ts';
import { FleetSchedulesChecker } from './sleep/fleet-schedules.ts';
import { HeldPodsChecker } from './sleep/held-pods.ts';
import { KeptSleepChecker } from './sleep/kept-sleep.ts';
import { SelectedClustersChecker } from './sleep/selected-clusters.ts';
import { WakeSizesChecker } from './sleep/wake-sizes.ts';
import { BudgetsChecker } from './upgrades/budgets.ts';
import { ContainmentChecker } from './upgrades/containment.ts';
import { RollbackWindowChecker } from './upgrades/rollback-window.ts';
import { SameInAllChecker } from './upgrades/same-in-all.ts';
import { UpgradeCallsChecker } from './upgrades/upgrade-calls.ts';
import { UpgradeOrderChecker } from './upgrades/upgrade-order.ts';
import { UpgradesChecker } from './upgrades/upgrades.ts';
import { WavesChecker } from './upgrades/waves.ts';

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
  OwnersChecker,
  LedTrafficChecker,
  ReadySidesChecker,
  DrillsChecker,
];
