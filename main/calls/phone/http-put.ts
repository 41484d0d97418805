import { request } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { Put } from './deliver.ts';

const PATIENCE_MS = 60_000;

/** Over HTTPS. `authorities`, PEM, are trusted beside the usual ones. */
export const httpPut =
  (authorities: readonly string[]): Put =>
  ({ url, headers, type, bytes }) =>
    new Promise((resolve, reject) => {
      const fields: Record<string, string | string[]> = { 'Content-Type': type, 'Content-Length': String(bytes.length) };
      for (const { name, value } of headers) fields[name] = [...[fields[name] ?? []].flat(), value];
      const trusted = authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] };
      const upload = request(url, { method: 'PUT', headers: fields, timeout: PATIENCE_MS, ...trusted }, response => {
        response.resume();
        const { statusCode = 0 } = response;
        if (statusCode >= 200 && statusCode < 300) response.once('end', resolve);
        else reject(new Error(`the upload was refused with ${statusCode}`));
      });
      upload.once('error', reject).once('timeout', () => upload.destroy(new Error('the upload took too long')));
      upload.end(bytes);
    });
