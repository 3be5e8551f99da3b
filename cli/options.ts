import { InvalidArgumentError, Option } from 'commander';
import { protocolOf } from '../aws/deployment/alarm-protocols.ts';

/** Options that several commands share. */
export const outputOption = () =>
  new Option('-o, --output <format>', 'how the result is printed on stdout')
    .choices(['table', 'json', 'yaml'])
    .default('table');

const SEAMS = ['wire', 'direct'] as const;
export type Seam = (typeof SEAMS)[number];

export const seamOption = () =>
  new Option(
    '--seam <name>',
    'how calls reach the simulated AWS: signed and encoded (wire), or handed over (direct): the same run, sooner; as a scenario says, else wire',
  ).choices(SEAMS);

export const seedOption = () =>
  new Option('--seed <number>', 'seed of all randomness; the same seed gives the same run')
    .default(1)
    .argParser(wholeFrom(0));

export const startAtOption = (what: string) =>
  new Option('--start-at <time>', what).argParser((text) => {
    if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(Date.parse(text)))
      throw new InvalidArgumentError('a time such as 2026-11-24T08:00:00Z is wanted');
    return new Date(text).toISOString();
  });

export const setOption = () =>
  new Option(
    '--set <path=value...>',
    'override a field of every document, for example --set metadata.version=1.34',
  );

/**
 * The names of deployed resources contain the stage. A rule's name has at most 64 characters, a bucket's only small
 * letters. A hyphen ends the stage in a name: with a hyphen in a stage, `eks-fleet-<stage>-*` would match roles and
 * rules of another fleet too, and `<stage>-home` would be the name of a bus. A stage `global` would take the names of
 * the global stacks of all fleets.
 */
export const STAGE_LENGTH_MAX = 9;
const STAGE = new RegExp(`^(?!global$)[a-z][a-z0-9]{0,${STAGE_LENGTH_MAX - 1}}$`);

export const stageOption = () =>
  new Option('--stage <name>', 'which fleet of the account, where it has several')
    .default('prod')
    .argParser((text) => {
      if (STAGE.test(text)) return text;
      throw new InvalidArgumentError(
        `at most ${STAGE_LENGTH_MAX} small letters and digits are wanted, a letter first, and not "global"`,
      );
    });

export const endpointOption = () =>
  new Option('--endpoint-url <url>', 'where AWS is: `eks-fleet dev` says its own; AWS itself if absent').env(
    'AWS_ENDPOINT_URL',
  );

export const regionOption = (what = 'a region of the fleet; the others are read from it') =>
  new Option('--region <name>', what).env('AWS_REGION');

const REASON_LENGTH_MAX = 500;

/** The reason for a request, for the record and the facts. */
export const reasonOption = () =>
  new Option('--reason <text>', 'why, for the record and the facts').argParser((text) => {
    if (text.trim() !== '' && !/\p{Cc}/u.test(text) && text.length <= REASON_LENGTH_MAX) return text;
    throw new InvalidArgumentError(`1 to ${REASON_LENGTH_MAX} characters on one line are wanted`);
  });

export const filesOption = () =>
  new Option(
    '-f, --file <path...>',
    'files or folders with ClusterConfig and Fleet documents',
  ).makeOptionMandatory();

/** Regions with commas. */
export const someRegionsOption = (what: string) =>
  new Option('--regions <names>', what).argParser((text) => {
    const names = text.split(',').map((name) => name.trim());
    const bad = names.find((name) => !/^[a-z]{2}(-[a-z]+)+-\d$/.test(name));
    if (bad !== undefined)
      throw new InvalidArgumentError(`${JSON.stringify(bad)} is not a region such as us-east-2`);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new InvalidArgumentError(`${twice} is there twice`);
    return names;
  });

export const regionsOption = (what: string) =>
  someRegionsOption(what).default(['us-east-2', 'us-east-1', 'us-west-2'], 'us-east-2,us-east-1,us-west-2');

/** The principals that may put requests; patterns, so that a role that is not there yet can be named. */
export const requestersOption = () =>
  new Option(
    '--requesters <arns>',
    'who may request, as ARN patterns of IAM principals with commas',
  ).argParser((text) => {
    const arns = text.split(',').map((arn) => arn.trim());
    const bad = arns.find((arn) => !/^arn:[^:]+:iam::[^:]*:\S+$/.test(arn));
    if (bad !== undefined)
      throw new InvalidArgumentError(
        `${JSON.stringify(bad)} is not an ARN such as arn:aws:iam::*:role/platform-*`,
      );
    return arns;
  });

/** Endpoints that are told of alarms; the form of each tells its protocol. */
export const alarmSubscribeOption = () =>
  new Option(
    '--alarm-subscribe <endpoints>',
    'who is told of alarms, in every region: mail addresses, https URLs, ARNs of SQS queues, with commas',
  ).argParser((text) => {
    const endpoints = text.split(',').map((endpoint) => endpoint.trim());
    const bad = endpoints.find((endpoint) => protocolOf(endpoint) === undefined);
    if (bad !== undefined)
      throw new InvalidArgumentError(
        `${JSON.stringify(bad)} is neither a mail address, nor an https URL, nor the ARN of an SQS queue`,
      );
    return endpoints;
  });

/** A number that is at least `least`. */
export const numberFrom = (least: number) => (text: string) => {
  const value = Number(text);
  if (!Number.isFinite(value) || value < least)
    throw new InvalidArgumentError(`a number of at least ${least} is wanted`);
  return value;
};

/** A number without a fraction that is at least `least`. */
export const wholeFrom = (least: number) => (text: string) => {
  const value = text === '' ? Number.NaN : Number(text);
  if (!Number.isSafeInteger(value) || value < least)
    throw new InvalidArgumentError(`a whole number from ${least} on is wanted`);
  return value;
};
