/** The `.env` that `init` writes. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { parse } from 'dotenv';
import { readContract } from '../../src/contract/read-contract.js';
import { assignment, dotenvText } from '../../src/init/dotenv-text.js';
import { packageRoot } from '../../src/settings/package-root.js';
import { parameterVariables } from '../../src/settings/suspect-variables.js';

test.describe('.env', () => {
  test('reads back as it was written, whatever the value', () => {
    for (const value of [
      'plain',
      'with space',
      "it's",
      'a#b',
      '"quoted"',
      '$HOME `x`',
      'ümlaut',
      ' padded ',
      '\\n',
      "it's `both`",
    ]) {
      const line = assignment('TOKEN_X', value);
      if (line === undefined) expect(value).toContain('`');
      else expect(parse(line).TOKEN_X).toBe(value);
    }
    expect(assignment('TOKEN_X', 'two\nlines')).toBeUndefined();
    expect(assignment('TOKEN_ÄÖ', 'x')).toBeUndefined();
  });

  test('of a document has every variable of its contract, documented values, and blank secrets', async () => {
    const contract = await readContract(join(packageRoot, 'specs/mbanq-token.openapi.yaml'));
    const text = dotenvText({
      contract,
      spec: 'x.yaml',
      baseUrl: 'https://as.example',
      allowedHost: undefined,
      values: new Map(),
    });
    const values = parse(text);
    expect(values).toMatchObject({
      TOKEN_BASE_URL: 'https://as.example',
      TOKEN_SPEC: 'x.yaml',
      TOKEN_USERNAME: 'sandboxUsername',
      TOKEN_CLIENT_ID: 'api',
      TOKEN_CLIENT_SECRET: '',
      TOKEN_PASSWORD: '',
    });
    // Those of the main identity stand there, if only as comments, and so does every role.
    const main = parameterVariables({ ...contract, grants: contract.grants }).filter(
      (name) =>
        !/^TOKEN_([A-Z]+_)?(OTHER|SPECIAL|DISPOSABLE|PUBLIC|RESTRICTED|DISABLED|EXPIRED|PASSWORD_|REFRESH_TOKEN_|CORS)/.test(
          name,
        ),
    );
    for (const name of main) expect(text).toMatch(new RegExp(`^(# )?${name}=`, 'm'));
    const others = ['OTHER_USERNAME', 'SPECIAL_PASSWORD', 'PUBLIC_CLIENT_ID', 'EXPIRED_CLIENT_SECRET'];
    for (const name of [...others, 'REFRESH_TOKEN_CLIENT_ID', 'REFRESH_TOKEN_CLIENT_SECRET'])
      expect(text).toMatch(new RegExp(`^# TOKEN_${name}=$`, 'm'));
  });

  test('takes no line of its own from a description', async () => {
    const contract = await readContract(
      join(packageRoot, 'tests/self/fixtures/contract/minimal.openapi.yaml'),
    );
    const [grant] = contract.grants;
    const hostile = grant?.parameters.map((one) => ({
      ...one,
      description: 'x\nTOKEN_CLIENT_ID=evil\r\nTOKEN_PASSWORD=evil',
      documented: 'a\nTOKEN_CLIENT_ID=evil',
    }));
    const text = dotenvText({
      contract: { ...contract, grants: grant && hostile ? [{ ...grant, parameters: hostile }] : [] },
      spec: 'x',
      baseUrl: undefined,
      allowedHost: undefined,
      values: new Map(),
    });
    expect(Object.values(parse(text)).join()).not.toContain('evil');
  });
});
