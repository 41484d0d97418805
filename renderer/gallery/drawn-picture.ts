const COLOURS = {
  theirs: ['#3a2f55', '#c98a5e', '#f3d9b8'],
  own: ['#22404a', '#7fa6a0', '#e6ece2'],
} as const;

/** A head before a window, in place of a camera: for the pictures of calls. Undefined where nothing can be drawn. */
export function drawnPicture(who: keyof typeof COLOURS): MediaStream | undefined {
  const canvas = document.createElement('canvas');
  canvas.width = 640;
  canvas.height = 360;
  const pen = canvas.getContext('2d');
  if (!pen || !('captureStream' in canvas)) return undefined;
  const [back, window, face] = COLOURS[who];
  pen.fillStyle = back;
  pen.fillRect(0, 0, 640, 360);
  pen.fillStyle = window;
  pen.fillRect(60, 40, 160, 200);
  pen.fillStyle = face;
  pen.beginPath();
  pen.arc(400, 150, 70, 0, Math.PI * 2);
  pen.ellipse(400, 380, 140, 140, 0, 0, Math.PI * 2);
  pen.fill();
  return canvas.captureStream(1);
}
