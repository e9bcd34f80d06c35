import { test } from '@playwright/test';
import { startSandbox } from '../../sandbox/server.js';
import { describeVerdicts, runInProcess } from './in-process-run.js';

test('count', async () => {
  const s = await startSandbox({});
  const r = await runInProcess({ ...s.environment, TOKEN_PROFILE: 'sandbox', TOKEN_SEED: '1' });
  await s.close();
  console.log(
    'REQUESTS',
    r.requests,
    describeVerdicts(r.verdicts.filter((v) => ['fail', 'warn', 'inconclusive', 'error'].includes(v.outcome))),
  );
  for (const x of r.results)
    if (/concurrent|garbage$|chain|other-client|wider|without-scope/.test(x.scenario))
      console.log(x.scenario, x.requests);
});
