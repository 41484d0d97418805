// What the console shows of the wire: everything, but nothing that lets anybody in.
const BLANK = '•••';
const SASL_TEXT = /(<(?:[\w-]+:)?(?:auth|response|challenge|success|initial-response|additional-data)\b[^<>]*>)[^<]+(?=<)/g;
const TOKEN = /(<(?:[\w-]+:)?token\b[^<>]*?\btoken=)(["'])[\s\S]*?\2/g;
const PASSWORD = /(<(?:[\w-]+:)?password\b[^<>]*>)[^<]+(?=<)/g;
const FORM_PASSWORD = /(<(?:[\w-]+:)?field\b[^<>]*\bvar=["'][^"']*password[^"']*["'][^<>]*>(?:\s*<(?:[\w-]+:)?value\b[^<>]*>))[^<]+(?=<)/gi;
const PREAUTH = /(<(?:[\w-]+:)?preauth\b[^<>]*?\btoken=)(["'])[\s\S]*?\2/g;

/** SASL payloads, FAST tokens, passwords of XEP-0077 and invitation tokens are replaced. */
export function blankSecrets(xml: string): string {
  const sasl = xml.includes(':sasl') || xml.includes('xmpp-sasl') ? xml.replace(SASL_TEXT, `$1${BLANK}`) : xml;
  if (!sasl.includes('token') && !/password/i.test(sasl)) return sasl;
  return sasl.replace(TOKEN, `$1$2${BLANK}$2`).replace(PREAUTH, `$1$2${BLANK}$2`).replace(PASSWORD, `$1${BLANK}`).replace(FORM_PASSWORD, `$1${BLANK}`);
}
