import { Command } from 'commander';
import project from '../package.json' with { type: 'json' };
import { addRequestCommands } from './program/cluster-requests.ts';
import { addDeploymentCommands } from './program/deployment.ts';
import { addFailoverCommands } from './program/failover.ts';
import { addClusterCommands, addOperationCommands, addSchemaCommand } from './program/fleet.ts';
import { addAgendaCommand, addScalingCommands } from './program/scaling.ts';
import { addSimulationCommands } from './program/simulation.ts';
import { addApprovalCommands, addUpgradeCommand } from './program/upgrade.ts';

/** The whole command line. Commands are loaded when they are run, so that `--help` is quick. */
export function buildProgram(): Command {
  const program = new Command('eks-fleet')
    .description('Event-driven automation for fleets of Amazon EKS clusters, rehearsed in a simulated AWS')
    .version(project.version, '--version', 'prints the version')
    .showHelpAfterError('(--help says what there is)')
    .configureHelp({ sortSubcommands: false });
  addSimulationCommands(program);
  addClusterCommands(program);
  addRequestCommands(program);
  addScalingCommands(program);
  addUpgradeCommand(program);
  addApprovalCommands(program);
  addFailoverCommands(program);
  addAgendaCommand(program);
  addOperationCommands(program);
  addSchemaCommand(program);
  addDeploymentCommands(program);
  return program;
}
