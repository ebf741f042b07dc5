// The application's key pair: Discord signs each interaction it posts, over timestamp + body.

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from 'node:crypto';

export interface Keys {
  public_key: string;
  private_key: string;
}

export function newKeys(): Keys {
  const { privateKey } = generateKeyPairSync('ed25519');
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  return {
    public_key: Buffer.from(jwk.x ?? '', 'base64url').toString('hex'),
    private_key: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'),
  };
}

export function privateKeyOf(base64: string): KeyObject {
  return createPrivateKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs8' });
}

/** The two headers for a body sent at `atMs`. */
export function signedHeaders(key: KeyObject, body: string, atMs: number): Record<string, string> {
  const timestamp = String(Math.floor(atMs / 1000));
  return {
    'X-Signature-Timestamp': timestamp,
    'X-Signature-Ed25519': sign(null, Buffer.from(timestamp + body), key).toString('hex'),
  };
}

/** Headers whose signature fits nothing, as Discord sends them to see whether we look. */
export function forgedHeaders(atMs: number): Record<string, string> {
  return {
    'X-Signature-Timestamp': String(Math.floor(atMs / 1000)),
    'X-Signature-Ed25519': randomBytes(64).toString('hex'),
  };
}
