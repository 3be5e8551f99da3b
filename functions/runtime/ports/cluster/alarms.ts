import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchAlarms } from '../../../../aws/cloudwatch/alarms.ts';
import { perEnvironment } from '../../execution-environment.ts';

const client = perEnvironment(() => new CloudWatchClient({}));

/** The alarms of the function's own region. */
export const alarms = perEnvironment(() => new CloudWatchAlarms(client));
