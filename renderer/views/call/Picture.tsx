import { useEffect, useRef, type ReactElement } from 'react';
import styles from './Picture.module.css';

export interface PictureProps {
  readonly stream: MediaStream;
  readonly label: string;
  /** As in a mirror: how one knows one's own face. */
  readonly mirrored?: boolean;
  /** `whole`: nothing is cut off, as with a screen. */
  readonly fit?: 'whole' | 'filled';
}

/** A moving picture. Its sound is the engine's matter. */
export function Picture({ stream, label, mirrored = false, fit = 'whole' }: PictureProps): ReactElement {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const shown = element.current;
    if (!shown) return;
    shown.srcObject = stream;
    return () => void (shown.srcObject = null);
  }, [stream, element]);
  return (
    <video
      ref={element}
      className={styles['picture']}
      data-mirrored={mirrored}
      data-fit={fit}
      aria-label={label}
      autoPlay
      muted
      playsInline
      disableRemotePlayback
    />
  );
}
