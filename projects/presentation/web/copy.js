// A button that puts a text on the clipboard and says so.
// In: data: text, label, done (what is said once it is copied).

const SAID_MS = 3000;

/** @param {ElementOf<CopyData>} given */
export default function ({ data, parentElement }) {
  const button = /** @type {HTMLButtonElement} */ (parentElement.querySelector("button"));
  button.textContent = data.label;
  button.onclick = async () => {
    button.textContent = (await copied(data.text)) ? data.done : data.failed;
    setTimeout(() => { button.textContent = data.label; }, SAID_MS);
  };
}

/** @param {string} text */
async function copied(text) {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error; // refused: the older way may do
    }
  }
  const field = document.createElement("textarea");
  field.value = text;
  field.style.cssText = "position: fixed; left: -999px";
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  return isDone;
}
