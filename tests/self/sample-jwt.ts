/** An access token as Spring Security OAuth writes it, whole and in its parts. */
export const segment = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
export const jwtHeader = segment({ alg: 'HS512' });
export const jwtPayload = segment({
  sub: 'admin',
  isAccessToken: true,
  exp: 1_790_003_600,
  userId: 1,
  iat: 1_790_000_000,
});
export const jwtSignature = 'u8KQ5vJm3zX0yT7bN1cR4wLhPd6sGfEaVoZiYqBxMk2';
export const jwt = `${jwtHeader}.${jwtPayload}.${jwtSignature}`;
