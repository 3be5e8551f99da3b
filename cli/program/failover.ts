import type { Command } from 'commander';
import { withOptions } from './cluster-requests.ts';

/** `failover` and `failback`: which side of a plan serves. */
export function addFailoverCommands(program: Command): void {
  withOptions(program.command('failover').argument('<plan>', "the failover plan's name"))
    .description('moves a plan to its standby: claim, fence, capacity, traffic, verification')
    .option('--planned', 'both sides are well: the one that serves is asked to stop first')
    .option(
      '--export',
      'moves nothing: prints the post-mortem of the plan (Markdown; with -o json or yaml all that is on record)',
    )
    .addHelpText(
      'after',
      `
The request is put in the standby's region, and needs nothing of the primary's or of home: name a region that is well by
--region, and your credentials are enough. A person is not refused because the primary looks well; the plan's fence
comes first all the same. One claim wins: where another move is under way, yours ends as refused, before it has changed
anything.

See \`eks-fleet get failovers\` for who serves, and whether the standby is ready.

Examples:
  eks-fleet failover shop --reason "us-east-1 is gone" --region us-west-2 --wait
  eks-fleet failover shop --planned --reason "practice"
  eks-fleet failover shop --export > post-mortem.md`,
    )
    .action(async (plan: string, options) => {
      const { runExport, runFailover } = await import('../commands/failovers.ts');
      if (options.export) await runExport(plan, options);
      else await runFailover(plan, 'standby', options);
    });
  withOptions(program.command('failback').argument('<plan>', "the failover plan's name"))
    .description(
      'moves a plan back to its primary, once the standby has soaked; nothing ever moves back by itself',
    )
    .addHelpText(
      'after',
      `
Examples:
  eks-fleet failback shop --reason "us-east-1 has been well for a day" --wait`,
    )
    .action(async (plan: string, options) => {
      const { runFailover } = await import('../commands/failovers.ts');
      await runFailover(plan, 'primary', { ...options, planned: true });
    });
}
