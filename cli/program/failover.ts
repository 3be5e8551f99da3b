import { type Command, Option } from 'commander';
import { withOptions } from './cluster-requests.ts';

/** `failover` and `failback`: which side of a plan serves. */
export function addFailoverCommands(program: Command): void {
  withOptions(program.command('failover').argument('<plan>', "the failover plan's name"))
    .description('moves a plan to its standby: claim, fence, capacity, traffic, verification')
    .option('--planned', 'both sides are well: the one that serves is asked to stop first')
    .addOption(
      new Option(
        '--accept-capacity',
        'let the move that is under way go on with the capacity that is there, below its floor',
      ).conflicts(['planned', 'wait']),
    )
    .addHelpText(
      'after',
      `
The request is put in the standby's region, and needs nothing of the primary's or of home: name a region that is well by
--region, and your credentials are enough. A person is not refused because the primary looks well; the plan's fence
comes first all the same. One claim wins: where another move is under way, yours ends as refused, before it has changed
anything.

Where the floor of the standby's capacity does not come up, the plan's capacity.whenShort says what then. Asked (FailoverAsked,
and \`get failovers\`), a person says by --accept-capacity that the move goes on: one write to Guard, about this move alone.

See \`eks-fleet get failovers\` for who serves, and whether the standby is ready.

Examples:
  eks-fleet failover shop --reason "us-east-1 is gone" --region us-west-2 --wait
  eks-fleet failover shop --planned --reason "practice"
  eks-fleet failover shop --accept-capacity --reason "half of it serves the morning"`,
    )
    .action(async (plan: string, options) => {
      if (options.acceptCapacity)
        return (await import('../commands/failover-answers.ts')).runAcceptCapacity(plan, options);
      const { runFailover } = await import('../commands/failovers.ts');
      await runFailover(plan, 'standby', options);
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
