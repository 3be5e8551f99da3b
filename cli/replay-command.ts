/** Options that say which seeds are run; a replay has one seed of its own. */
const OF_SEEDS = /^--(seed|runs)(=|$)/;

const quoted = (argument: string): string =>
  /^[\w./:=,@+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;

/** The one command that runs a seed again, from the arguments that it was found by. */
export function replayCommand(given: readonly string[], seed: number): string {
  const kept: string[] = [];
  for (let index = 0; index < given.length; index++) {
    const argument = given[index] as string;
    if (!OF_SEEDS.test(argument)) kept.push(quoted(argument));
    else if (!argument.includes('=')) index++;
  }
  return ['eks-fleet', ...kept, '--seed', String(seed)].join(' ');
}
