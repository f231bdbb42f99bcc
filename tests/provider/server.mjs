// A council's sign-in service for tests: the certified `oidc-provider`, on loopback only.
//
// What it says is its own: discovery, keys, codes, PKCE, sessions, logout tokens. What a test can
// change, by POST /control, is who there is and what goes wrong: an ID token is issued by the real
// provider, then some of its claims are replaced and it is signed again.
//
// PORT and CLIENTS (client metadata, as JSON) come in the environment. It ends when its standard
// input does, so it never outlives the tests, however they end.

import { once } from 'node:events';
import { createServer } from 'node:http';

import {
  CompactSign, UnsecuredJWT, decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair,
} from 'jose';
import Provider from 'oidc-provider';

const port = Number(process.env.PORT);
const issuer = `http://127.0.0.1:${port}`;
const NOTHING_WRONG = {
  token: {}, // claims of the ID token to replace; null takes one away
  logout: {}, // the same for logout tokens
  signed: 'own', // or: 'other' (a key nobody published), 'unknown' (and another kid), 'none', 'secret'
  thin: false, // the ID token says who and when; everything else is at the userinfo endpoint
  hang: [], // paths that never answer
  huge: [], // paths that answer without end
  away: [], // paths that answer 502
  moved: {}, // path: where it redirects to
  discovery: {}, // members of the discovery document to replace; null takes one away
};
let people = {}; // sub: { amr, acr, and any claim }
let wrong = NOTHING_WRONG;
let told = []; // logout tokens that came to our own /told, for tests that serve no app
let asked = []; // paths, in order

// --- keys ------------------------------------------------------------------------------------

async function key(alg, kid) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(privateKey)), alg, kid, use: 'sig' } };
}
const keys = { RS256: await key('RS256', 'rsa'), ES256: await key('ES256', 'ec') };
const others = { RS256: await key('RS256', 'rsa'), ES256: await key('ES256', 'ec') };

async function signAgain(token, replaced) {
  const header = decodeProtectedHeader(token);
  const claims = { ...decodeJwt(token), ...replaced };
  for (const name of Object.keys(claims)) if (claims[name] === null) delete claims[name];
  if (wrong.signed === 'none') return new UnsecuredJWT(claims).encode();
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  if (wrong.signed === 'secret') {
    // The oldest trick: the public key, which everybody has, as a shared secret.
    const known = new TextEncoder().encode(JSON.stringify(keys[header.alg].jwk.n));
    return new CompactSign(payload).setProtectedHeader({ ...header, alg: 'HS256' }).sign(known);
  }
  const by = wrong.signed === 'own' ? keys : others;
  if (wrong.signed === 'unknown') header.kid = 'nobody-knows-it';
  return new CompactSign(payload).setProtectedHeader(header).sign(by[header.alg].privateKey);
}

const page = (heading, content) => `<!doctype html><html lang="en"><link rel="icon" href="data:,">
<title>${heading}</title><h1>${heading}</h1>${content}</html>`;

// --- the provider ----------------------------------------------------------------------------

const provider = new Provider(issuer, {
  clients: JSON.parse(process.env.CLIENTS),
  cookies: { keys: ['a key for tests'] },
  jwks: { keys: Object.values(keys).map(({ jwk }) => jwk) },
  acrValues: ['silver', 'gold'],
  claims: { openid: ['sub', 'amr', 'acr'], email: ['email', 'email_verified'], staff: ['groups', 'number'] },
  scopes: ['openid', 'email', 'staff'],
  conformIdTokenClaims: false,
  features: {
    devInteractions: { enabled: false },
    backchannelLogout: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      // Its own pages would ask another host for letters.
      logoutSource(ctx, form) {
        ctx.body = page('Sign out of everything?', `${form}
<button form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>`);
      },
      postLogoutSuccessSource(ctx) {
        ctx.body = page('Signed out', '');
      },
    },
  },
  pkce: { methods: ['S256'], required: () => true },
  interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
  findAccount: (_ctx, sub) => ({
    accountId: sub,
    claims: () => {
      const { amr, acr, ...claims } = people[sub] ?? {};
      return { sub, ...claims };
    },
  }),
  // Nobody is asked whether our own app may know who they are.
  async loadExistingGrant({ oidc }) {
    const known = oidc.session.grantIdFor(oidc.client.clientId);
    if (known) return oidc.provider.Grant.find(known);
    const { clientId } = oidc.client;
    const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid email staff');
    await grant.save();
    return grant;
  },
});

const { issue } = provider.IdToken.prototype;
provider.IdToken.prototype.issue = async function issueForTests(options) {
  const token = await issue.call(this, options);
  if (options.use === 'logout') return signAgain(token, wrong.logout);
  if (options.use !== 'idtoken') return token;
  const thin = { email: null, email_verified: null, groups: null, number: null };
  return signAgain(token, { ...(wrong.thin ? thin : {}), ...wrong.token });
};

// --- the pages where somebody signs in, and the tests' own ways in -------------------------------

const escaped = (text) => text.replaceAll(/[<>&"]/g, (found) => `&#${found.charCodeAt(0)};`);

async function body(request) {
  let text = '';
  for await (const piece of request) text += piece;
  return text;
}

function say(response, status, type, text) {
  response.writeHead(status, { 'Content-Type': type }).end(text);
}

async function interaction(request, response) {
  await provider.interactionDetails(request, response);
  if (request.method === 'GET') {
    const buttons = Object.keys(people).map(
      (sub) => `<p><button name="person" value="${escaped(sub)}">${escaped(sub)}</button></p>`,
    );
    say(response, 200, 'text/html', page('Who are you?', `<form method="post">${buttons.join('')}</form>`));
    return;
  }
  const person = new URLSearchParams(await body(request)).get('person');
  const known = people[person];
  const result = known
    ? { login: { accountId: person, amr: known.amr, acr: known.acr } }
    : { error: 'access_denied', error_description: 'The secret words of the provider' };
  await provider.interactionFinished(request, response, result);
}

async function control(request, response) {
  const given = JSON.parse((await body(request)) || '{}');
  people = given.people ?? people;
  if (given.wrong) wrong = { ...NOTHING_WRONG, ...given.wrong };
  say(response, 200, 'application/json', JSON.stringify({ told, asked }));
  if (given.forget) [told, asked] = [[], []];
}

async function discovery(response) {
  const inner = await fetch(`${issuer}/.well-known/openid-configuration?as-it-is`);
  const found = { ...(await inner.json()), ...wrong.discovery };
  for (const name of Object.keys(found)) if (found[name] === null) delete found[name];
  say(response, 200, 'application/json', JSON.stringify(found));
}

async function endless(response) {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  const piece = ' '.repeat(65536);
  while (!response.destroyed) {
    if (!response.write(piece)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
}

const ours = provider.callback();

async function answer(request, response) {
  const { pathname, search } = new URL(request.url, issuer);
  if (pathname === '/control') return control(request, response);
  if (search !== '?as-it-is') asked.push(pathname);
  if (wrong.hang.includes(pathname)) return undefined;
  if (wrong.huge.includes(pathname)) return endless(response);
  if (wrong.away.includes(pathname)) return say(response, 502, 'text/plain', 'away');
  if (pathname in wrong.moved) return response.writeHead(302, { Location: wrong.moved[pathname] }).end();
  if (pathname === '/told') {
    told.push(new URLSearchParams(await body(request)).get('logout_token'));
    return say(response, 200, 'text/plain', '');
  }
  if (pathname.startsWith('/interaction/')) return interaction(request, response);
  if (pathname.endsWith('/openid-configuration') && search !== '?as-it-is') return discovery(response);
  return ours(request, response);
}

const server = createServer((request, response) => {
  answer(request, response)?.catch?.((error) => {
    console.error(error);
    if (!response.headersSent) say(response, 500, 'text/plain', 'broken');
  });
});
server.listen(port, '127.0.0.1', () => console.log(`ready ${issuer}`));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
