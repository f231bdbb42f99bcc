// Signing in, or showing that it is you, with the phone's own lock (WebAuthn); and making such a key.
// Without this the box stays hidden and the passphrase does it all.
// It stands in a form, whose token it sends. data-host: whom keys belong to. data-ask, data-answer: where
// to ask and answer. data-make: a key is made, not used. data-purpose; data-fields: the form's fields that
// go along.
// data-failed, data-stopped: words. data-prf is set here: whether the key can also seal what the phone
// keeps ("yes", "no"); the value itself goes nowhere.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

class Problem extends Error {}

async function send(box, address, what) {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.closest("form").elements.csrf_token.value },
    body: JSON.stringify(what),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Problem(said.problem);
  return said;
}

function fields(box) {
  const form = box.closest("form");
  const found = { purpose: box.dataset.purpose };
  for (const name of (box.dataset.fields ?? "").split(" ").filter(Boolean))
    found[name] = form.elements[name]?.value ?? "";
  return found;
}

const listed = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function key(box, asked) {
  asked.challenge = bytes(asked.challenge);
  for (const salt of Object.values(asked.extensions.prf)) salt.first = bytes(salt.first);
  if ("make" in box.dataset) {
    asked.user.id = bytes(asked.user.id);
    asked.excludeCredentials = listed(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey: asked });
  }
  asked.allowCredentials = listed(asked.allowCredentials);
  return navigator.credentials.get({ publicKey: asked });
}

function told(found, prf) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (found.response[name]) response[name] = letters(found.response[name]);
  response.transports = found.response.getTransports?.() ?? [];
  return { id: found.id, rawId: letters(found.rawId), type: found.type, response, prf };
}

async function walk(box) {
  const going = fields(box);
  const found = await key(box, await send(box, box.dataset.ask, going));
  const made = found.getClientExtensionResults().prf;
  const prf = Boolean(made?.enabled || made?.results?.first);
  box.dataset.prf = prf ? "yes" : "no";
  return send(box, box.dataset.answer, { ...going, answer: told(found, prf) });
}

export function enhance(box) {
  if (!window.PublicKeyCredential || location.hostname !== box.dataset.host) return;
  const button = box.querySelector("button");
  const alert = box.querySelector("[role=alert]");
  let going = false;
  button.addEventListener("click", async () => {
    if (going) return;
    going = true;
    alert.hidden = true;
    button.setAttribute("aria-disabled", "true");
    try {
      location.assign((await walk(box)).to);
      return;
    } catch (wrong) {
      const stopped = wrong.name === "NotAllowedError" || wrong.name === "AbortError";
      const words = wrong instanceof Problem && wrong.message;
      alert.hidden = false;
      alert.textContent = words || (stopped ? box.dataset.stopped : box.dataset.failed);
    }
    going = false;
    button.removeAttribute("aria-disabled");
  });
  box.hidden = false;
}
