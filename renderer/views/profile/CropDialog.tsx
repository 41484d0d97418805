import { useEffect, useRef, useState, type PointerEvent, type ReactElement } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Problem } from '../problem/Problem.tsx';
import { useAction } from '../problem/use-action.ts';
import styles from './Profile.module.css';
import { cutSquare, movedBy, squareOf, WHOLE, type Crop } from './square-picture.ts';

export interface CropDialogProps {
  /** Undefined: closed. */
  readonly picture: ImageBitmap | undefined;
  readonly onCut: (picture: Blob) => Promise<void>;
  readonly onClose: () => void;
}

/** Chooses the square of a picture: drag or arrow keys move it, the slider or the wheel makes it larger. */
export function CropDialog({ picture, onCut, onClose }: CropDialogProps): ReactElement {
  const say = useText();
  return (
    <Dialog title={say('account.picture.cut')} isOpen={picture !== undefined} onClose={onClose} size="small">
      {picture && <CropForm picture={picture} onCut={onCut} onClose={onClose} />}
    </Dialog>
  );
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-0.05, 0], ArrowRight: [0.05, 0], ArrowUp: [0, -0.05], ArrowDown: [0, 0.05] };
const STAGE = 512;

function CropForm({ picture, onCut, onClose }: CropDialogProps & { readonly picture: ImageBitmap }): ReactElement {
  const say = useText();
  const { busy, failure, run } = useAction();
  const [crop, setCrop] = useState(WHOLE);
  const [tooLarge, setTooLarge] = useState(false);
  const save = async (): Promise<void> => {
    const cut = await cutSquare(picture, crop);
    setTooLarge(!cut);
    if (cut && (await run(() => onCut(cut)))) onClose();
  };
  return (
    <div className={styles['crop']}>
      <Stage picture={picture} crop={crop} onCrop={setCrop} />
      <input
        type="range"
        className={styles['slider']}
        aria-label={say('account.picture.zoom')}
        min={1}
        max={8}
        step={0.05}
        value={crop.zoom}
        onChange={event => setCrop({ ...crop, zoom: Number(event.target.value) })}
      />
      <p className={styles['quiet']}>{say('account.picture.how')}</p>
      {tooLarge && <p role="alert">{say('account.picture.cannot')}</p>}
      <Problem failure={failure} />
      <div className={styles['actions']}>
        <Button onPress={onClose}>{say('common.cancel')}</Button>
        <Button kind="primary" isPending={busy} onPress={() => void save()}>
          {say('account.picture.use')}
        </Button>
      </div>
    </div>
  );
}

interface StageProps {
  readonly picture: ImageBitmap;
  readonly crop: Crop;
  readonly onCrop: (crop: Crop) => void;
}
function Stage({ picture, crop, onCrop }: StageProps): ReactElement {
  const say = useText();
  const stage = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = stage.current?.getContext('2d');
    const { left, top, side } = squareOf(picture.width, picture.height, crop);
    context?.clearRect(0, 0, STAGE, STAGE);
    context?.drawImage(picture, left, top, side, side, 0, 0, STAGE, STAGE);
  }, [picture, crop]);
  const move = (dx: number, dy: number): void => onCrop(movedBy(picture.width, picture.height, crop, dx, dy));
  const drag = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (event.buttons !== 1) return;
    const { width, height } = event.currentTarget.getBoundingClientRect();
    move(-event.movementX / width, -event.movementY / height);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- it is moved by pointer and by arrow keys
    <canvas
      ref={stage}
      width={STAGE}
      height={STAGE}
      className={styles['stage']}
      role="img"
      aria-label={say('account.picture.stage')}
      tabIndex={0} // oxlint-disable-line jsx-a11y/no-noninteractive-tabindex -- see above
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onWheel={event => onCrop({ ...crop, zoom: Math.min(8, Math.max(1, crop.zoom * (event.deltaY < 0 ? 1.1 : 1 / 1.1))) })}
      onKeyDown={event => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        move(...step);
      }}
    />
  );
}
