// A sheet to draw on, by finger, pen or mouse. What is drawn goes into the form as if it were a file
// that was chosen, and is kept by the server a little after the last line. Without this a photo of a
// drawing does as well. Only lines are kept here, so that each can be taken back.
const WIDE = 800, HIGH = 600, PAUSE = 6000; // milliseconds

export function enhance(place) {
  place.querySelector(":scope > .hint").hidden = true;
  place.append(place.querySelector("template").content.cloneNode(true));
  const canvas = place.querySelector("canvas"), file = place.querySelector("[type=file]");
  const say = place.querySelector("[aria-live]"), form = place.closest("form");
  const sheet = canvas.getContext("2d");
  const [undo, clear] = ["undo", "clear"].map((name) => place.querySelector(`[data-do=${name}]`));
  canvas.width = WIDE;
  canvas.height = HIGH;
  let lines = [], line, before, colour = "#1b2130", width = 8, later, waits = false, sending = false;

  function draw(one) {
    sheet.strokeStyle = sheet.fillStyle = one.colour;
    sheet.lineWidth = one.width;
    sheet.lineCap = sheet.lineJoin = "round";
    sheet.beginPath();
    const [[x, y], ...rest] = one.points;
    sheet.moveTo(x, y);
    if (!rest.length) sheet.lineTo(x, y + 0.1); // a dot
    for (const [a, b] of rest) sheet.lineTo(a, b);
    sheet.stroke();
  }

  function all() {
    sheet.fillStyle = "#fff";
    sheet.fillRect(0, 0, WIDE, HIGH);
    if (before) {
      const fits = Math.min(WIDE / before.naturalWidth, HIGH / before.naturalHeight);
      const [w, h] = [before.naturalWidth * fits, before.naturalHeight * fits];
      sheet.drawImage(before, (WIDE - w) / 2, (HIGH - h) / 2, w, h);
    }
    lines.forEach(draw);
  }

  function at(event) {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * WIDE) / box.width, ((event.clientY - box.top) * HIGH) / box.height];
  }

  function changed() {
    undo.disabled = clear.disabled = !lines.length;
    waits = true;
    if (!lines.length) {
      file.value = "";
      waits = false;
      return;
    }
    canvas.toBlob((blob) => {
      if (!blob || !lines.length) return;
      const chosen = new DataTransfer();
      chosen.items.add(new File([blob], "drawing.png", { type: "image/png" }));
      file.files = chosen.files;
    }, "image/png");
    clearTimeout(later);
    later = setTimeout(keep, PAUSE, false);
  }

  async function keep(leaving) {
    clearTimeout(later);
    const drawn = file.files[0];
    if (!waits || sending || !drawn || !form.isConnected) return;
    if (leaving && drawn.size > 60000) return; // a browser keeps no more alive of a page that is left
    waits = false;
    const body = new FormData();
    body.set("csrf_token", form.elements.csrf_token.value);
    body.set("picture", drawn);
    const answer = await fetch(place.dataset.keep, { method: "POST", body, keepalive: leaving }).catch(() => {});
    if (answer?.status === 204) say.textContent = place.dataset.kept;
    else waits = true;
  }

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button || line) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    line = { colour, width, points: [at(event)], by: event.pointerId };
    draw(line);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (line?.by !== event.pointerId) return;
    const passed = event.getCoalescedEvents?.() ?? [];
    line.points.push(...(passed.length ? passed : [event]).map(at));
    draw(line);
  });
  for (const end of ["pointerup", "pointercancel"])
    canvas.addEventListener(end, (event) => {
      if (line?.by !== event.pointerId) return;
      lines.push(line);
      line = null;
      changed();
    });

  place.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.colour) colour = button.dataset.colour;
    if (button.dataset.width) width = Number(button.dataset.width);
    for (const kind of ["colour", "width"])
      if (button.dataset[kind])
        for (const one of place.querySelectorAll(`[data-${kind}]`)) one.setAttribute("aria-pressed", one === button);
    if (button === undo) lines.pop();
    if (button === clear) lines = [];
    if (button === undo || button === clear) {
      all();
      changed();
    }
  });

  form.addEventListener("submit", () => (sending = true));
  addEventListener("pageshow", () => (sending = false));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
  addEventListener("beforeunload", (event) => {
    if (waits && !sending && form.isConnected) event.preventDefault();
  });
  all();
  if (place.dataset.from) {
    const image = new Image();
    image.onload = () => {
      before = image;
      all();
    };
    image.src = place.dataset.from;
  }
}
