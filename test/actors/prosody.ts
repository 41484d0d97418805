// The server of the tests is the server of the demo: one of them cannot rot without the other.
export { startProsody, type Prosody, type ProsodyOptions } from '../../main/demo/prosody.ts';
export { makeCertificate, type Certificate, type CertificateOptions } from '../../main/demo/certificates.ts';
