import { ownParameters } from '../../contract/oauth-parameters.js';
import type { DocumentCheck, Finding } from './document-check.js';
import { notDescribed } from './document-check.js';
import { documentExample } from './examples.js';
import { formVariantsOf } from './form.js';

/** Sections 4.1.3, 4.3.2 and 6, and the grants of extensions: the parameters that each calls REQUIRED. */
export const documentGrantParameters: DocumentCheck = {
  id: 'document-grant-parameters',
  title: 'The document describes, and requires, the parameters that each of its grants needs.',
  requirements: ['RFC6749-4.3.2-document-grant-parameters'],
  part: 'request',
  judge: (document) => {
    const variants = formVariantsOf(document).filter(({ types }) => types.length > 0);
    if (variants.length === 0) return notDescribed('grant');
    return variants.flatMap(({ types, properties, required, pointer }) =>
      types.flatMap((type) =>
        (Object.hasOwn(ownParameters, type) ? (ownParameters[type] ?? []) : []).flatMap((name): Finding[] => {
          const at = properties.get(name);
          const expected = `${name} as a required parameter of the grant ${type}`;
          if (!at) return [{ at: pointer, expected, actual: `${name} is not described` }];
          // One schema for several grants cannot require what only one of them has.
          const optional = types.length === 1 && !required.has(name);
          return optional ? [{ at: at.pointer, expected, actual: `${name} is optional` }] : [];
        }),
      ),
    );
  },
  examples: {
    conforming: [
      documentExample('each grant its own'),
      documentExample('one schema for both grants', ({ password, refresh }) => {
        password.properties.grant_type = { enum: ['password', 'refresh_token'] };
        password.properties.refresh_token = { type: 'string' };
        password.required = ['grant_type'];
        Object.assign(refresh, password);
      }),
      documentExample('a grant that is not known', ({ refresh }) => {
        refresh.properties.grant_type = { const: 'urn:example:grant' };
      }),
    ],
    violating: [
      documentExample('optional', ({ password }) => {
        password.required = ['grant_type', 'username'];
      }),
      documentExample('another name', ({ refresh }) => {
        refresh.properties.refreshToken = refresh.properties.refresh_token;
        delete refresh.properties.refresh_token;
        refresh.required = ['grant_type'];
      }),
    ],
  },
};
