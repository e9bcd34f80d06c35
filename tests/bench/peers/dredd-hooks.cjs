/**
 * Dredd sends one request for each status that the document lists, all of them with an empty form. What makes the server answer
 * so, hooks must say. The body is judged by the shape of its example, headers by their presence.
 */
const hooks = require('hooks');

const login = {
  grant_type: 'password',
  username: 'sandboxUsername',
  password: 'sandboxPassword',
  client_id: 'api',
  client_secret: 'secret',
};
const form = (changes = {}) => new URLSearchParams({ ...login, ...changes }).toString();

const provoked = {
  200: ({ request }) => {
    request.body = form();
  },
  400: ({ request }) => {
    request.body = form({ password: 'wrong' });
  },
  401: ({ request }) => {
    request.body = form({ client_secret: 'wrong' });
  },
  405: (transaction) => {
    transaction.request.method = 'GET';
    transaction.fullPath += `?${form()}`;
  },
  415: ({ request }) => {
    request.headers['Content-Type'] = 'application/json';
    request.body = JSON.stringify(login);
  },
};

hooks.beforeEach((transaction, done) => {
  // Both ways of naming the tenant are sent otherwise.
  transaction.fullPath = '/oauth/token';
  const provoke = provoked[transaction.expected.statusCode];
  if (provoke) provoke(transaction);
  else transaction.skip = true;
  done();
});

/** The examples do not say which members are required, nor which values a header may have. */
hooks.beforeEachValidation((transaction, done) => {
  const { expected, real } = transaction;
  if (expected.statusCode === '200' && !/no-store/.test(real.headers['cache-control']))
    transaction.fail = 'Cache-Control lacks no-store';
  if (expected.statusCode === '400' && JSON.parse(real.body).error !== 'invalid_grant')
    transaction.fail = 'the error is not invalid_grant';
  done();
});
