/** What the other side sent is no XMPP; `condition` is the stream error to answer with (RFC 6120 §4.9.3). */
export class XmlViolation extends Error {
  override readonly name = 'XmlViolation';
  readonly condition: string;
  constructor(condition: string, text: string) {
    super(text);
    this.condition = condition;
  }
}
