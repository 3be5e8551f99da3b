import type { Command } from 'commander';
import {
  alarmSubscribeOption,
  endpointOption,
  outputOption,
  regionOption,
  regionsOption,
  requestersOption,
  someRegionsOption,
  stageOption,
} from '../options.ts';

/** `deploy` and `uninstall`: the fleet's own stacks. */
export function addDeploymentCommands(program: Command): void {
  program
    .command('deploy')
    .description('deploys eks-fleet: the global stack in the home region, then one stack a region')
    .addOption(regionsOption("the fleet's regions, home first"))
    .addOption(requestersOption())
    .addOption(alarmSubscribeOption())
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
It may be run again: what has not changed is left as it is, and a running operation goes on. Regions follow one
another, home first, so that what fails in the first never reaches the next.

The bus denies our events to every principal of the account but those of --requesters: its administrators at first
(users and roles named administrator, AdministratorAccess of IAM Identity Center) and everyone whose IAM path is
/eks-fleet-requesters/. What was given stays until it is given again. Whoever deploys and is not among them is told.

Alarms of each region go to its topic, which tells those of --alarm-subscribe. Who was subscribed stays so; a mail
address and a URL are told once they have confirmed.

Examples:
  eks-fleet deploy --regions us-east-2,us-east-1,us-west-2
  eks-fleet deploy --alarm-subscribe ops@example.com
  eks-fleet deploy --requesters 'arn:aws:iam::*:role/platform-*'
  eks-fleet dev --empty                                           # in another shell, to try it out
  eks-fleet deploy --endpoint-url http://127.0.0.1:4566`,
    )
    .action(async (options) => (await import('../commands/deploy.ts')).runDeploy(options));
  program
    .command('uninstall')
    .description('removes eks-fleet from the account; clusters stay as they are')
    .requiredOption('--confirm <stage>', 'the stage once more')
    .option('--delete-data', 'delete the fleet table too: every document and the history of all operations')
    .addOption(someRegionsOption('take these regions out of the fleet, which stays in the others'))
    .addOption(regionOption())
    .addOption(stageOption())
    .addOption(endpointOption())
    .addOption(outputOption())
    .addHelpText(
      'after',
      `
It is refused while an operation is under way. What clusters still depend on (the permissions boundary of their
roles) is kept, and named.

With --regions, the fleet goes on in the others. A region can be taken out that is not the home, in which the fleet has
no cluster, and which no Fleet document names.

Examples:
  eks-fleet uninstall --confirm prod
  eks-fleet uninstall --confirm prod --regions us-west-2
  eks-fleet uninstall --stage try --confirm try --delete-data`,
    )
    .action(async (options) => (await import('../commands/uninstall.ts')).runUninstall(options));
}
