// What is kept after a sign-in. The password goes as soon as it is not needed any more:
//   { password }            given by the user; or the server salts anew every time (it stores passwords in the clear), or knows PLAIN only
//   { password, scram }     signed in once; whether the salt stays is not known yet, so the next sign-in takes the keys, not the FAST token
//   { scram }               the same salt came twice: the password is dropped. When the server changes it one day, the user is asked again
// A token of FAST stands beside any of them.
import type { Credentials } from '../stream.ts';
import type { ScramKeys } from './scram.ts';

type Scram = NonNullable<Credentials['scram']>;

export const packKeys = (keys: ScramKeys): Scram => ({
  mechanism: keys.mechanism,
  salt: Buffer.from(keys.salt).toString('base64'),
  iterations: keys.iterations,
  clientKey: Buffer.from(keys.clientKey).toString('base64'),
  serverKey: Buffer.from(keys.serverKey).toString('base64'),
});
export const unpackKeys = (scram: Scram | undefined): ScramKeys | undefined =>
  scram && {
    mechanism: scram.mechanism,
    salt: Buffer.from(scram.salt, 'base64'),
    iterations: scram.iterations,
    clientKey: Buffer.from(scram.clientKey, 'base64'),
    serverKey: Buffer.from(scram.serverKey, 'base64'),
  };

/** The keys have not been seen to fit twice: sign in with them rather than with a token. */
export const unproven = (credentials: Credentials): boolean => credentials.password !== undefined && credentials.scram !== undefined;

export function withKeys(old: Credentials, keys: ScramKeys, fromStored: boolean): Credentials {
  const { password, scram, ...rest } = old;
  if (fromStored) return { ...rest, scram: packKeys(keys) };
  const kept = password === undefined ? {} : { password };
  // Another salt for the same mechanism: keys are of no use here.
  if (scram?.mechanism === keys.mechanism) return { ...rest, ...kept };
  return { ...rest, ...kept, scram: packKeys(keys) };
}

export function withoutToken(old: Credentials): Credentials {
  const { fast: _, ...rest } = old;
  return rest;
}
