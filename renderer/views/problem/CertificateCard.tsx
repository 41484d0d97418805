import { FileBadge } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import type { CertificateInfo } from '../../../preload/contract/wire.ts';
import { useFormats, useText } from '../../i18n/text.tsx';
import styles from './Problem.module.css';

/** A certificate as its reader needs it: for whom, from whom, how long, and the number to compare over the telephone. `now` in ms. */
export function CertificateCard({ certificate, now }: { readonly certificate: CertificateInfo; readonly now: number }): ReactElement {
  const say = useText();
  const formats = useFormats();
  const { subject, names, issuer, validFrom, validTo, sha256 } = certificate;
  const date = (at: number): string => (Number.isFinite(at) ? formats.formatDate(at, { dateStyle: 'long' }) : '?');
  return (
    <section className={styles['certificate']} aria-label={say('problem.certificate.title')}>
      <p className={styles['heading']}>
        <FileBadge aria-hidden className={styles['icon']} />
        {say('problem.certificate.title')}
      </p>
      <dl className={styles['facts']}>
        <Fact name={say('problem.certificate.subject')}>{subject}</Fact>
        <Fact name={say('problem.certificate.names')}>{names.length === 0 ? say('problem.certificate.noNames') : names.slice(0, 50).join(', ')}</Fact>
        <Fact name={say('problem.certificate.issuer')}>{issuer}</Fact>
        <Fact name={say('problem.certificate.validity')}>
          {say('problem.certificate.fromTo', { from: date(validFrom), to: date(validTo) })}
          {now > validTo && <p className={styles['wrong']}>{say('problem.certificate.expired', { date: date(validTo) })}</p>}
          {now < validFrom && <p className={styles['wrong']}>{say('problem.certificate.notYet', { date: date(validFrom) })}</p>}
        </Fact>
        <Fact name={say('problem.certificate.fingerprint')}>
          <span className={styles['fingerprint']} dir="ltr">
            {inPairs(sha256)}
          </span>
        </Fact>
      </dl>
    </section>
  );
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** Two digits at a time, as every other program shows it. */
const inPairs = (hex: string): string =>
  (
    hex
      .replaceAll(/[^0-9a-f]/gi, '')
      .toUpperCase()
      .match(/.{1,2}/g) ?? []
  ).join(' ');
