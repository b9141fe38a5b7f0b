// Takes lines out of the page: to the clipboard, or as a file.

/** What to say when {@link copyText} has failed. */
export const CANNOT_COPY = 'The browser does not let this page copy.';

/**
 * Copies `text`; false where the browser does not let the page. While a modal dialog is open nothing outside it can be
 * selected: name an element `within`.
 */
export async function copyText(text: string, within: ParentNode = document.body): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // No clipboard API outside secure contexts, as over plain HTTP in a room; the old way still works there.
    return copyBySelection(text, within);
  }
}

/** Offers `text` as a download named `fileName`. */
export function saveText(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser has taken the blob over once the click has been handled.
  setTimeout(() => URL.revokeObjectURL(url));
}

/** One JSON object a line. */
export function toJsonLines(items: readonly unknown[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('');
}

function copyBySelection(text: string, within: ParentNode): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'off-screen';
  within.append(area);
  area.select();
  const copied = document.execCommand('copy');
  area.remove();
  return copied;
}
