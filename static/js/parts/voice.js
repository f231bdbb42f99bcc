// Records a voice and puts it into the form, as if it were a file that was chosen: it goes with the
// message, and nowhere else is it kept. Where the browser cannot record or may not, a sentence stays
// that says how else. Played back through the sound card, not by an address, so that the content
// policy needs no exception.
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"];
const BITS = 24000; // a second; two minutes are a third of a megabyte

export function enhance(place) {
  const type = window.MediaRecorder && TYPES.find((one) => MediaRecorder.isTypeSupported(one));
  if (!type || !navigator.mediaDevices?.getUserMedia) return;
  const otherwise = place.querySelector(":scope > .hint");
  otherwise.hidden = true;
  place.append(place.querySelector("template").content.cloneNode(true));
  const say = place.querySelector("[aria-live]");
  const file = place.querySelector("[type=file]");
  const { seconds } = place.closest("form").elements;
  const most = Number(place.dataset.most);
  let recorder, sound;

  function show(...names) {
    for (const button of place.querySelectorAll("[data-do]"))
      button.hidden = !names.includes(button.dataset.do);
  }

  const does = {
    async record() {
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: true });
      } catch {
        show();
        otherwise.hidden = false;
        return;
      }
      const parts = [], started = Date.now();
      recorder = new MediaRecorder(stream, { mimeType: type, audioBitsPerSecond: BITS });
      const tick = () => {
        const gone = Math.floor((Date.now() - started) / 1000);
        say.textContent = place.dataset.time.replace("{}", gone);
        if (gone >= most) does.stop();
      };
      const clock = setInterval(tick, 250);
      tick();
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.onstop = () => {
        clearInterval(clock);
        for (const track of stream.getTracks()) track.stop();
        const chosen = new DataTransfer();
        chosen.items.add(new File(parts, "voice", { type }));
        file.files = chosen.files;
        seconds.value = Math.min(most, Math.ceil((Date.now() - started) / 1000));
        say.textContent = place.dataset.ready;
        show("listen", "drop");
        place.querySelector("[data-do=listen]").focus();
      };
      recorder.start();
      show("stop");
      place.querySelector("[data-do=stop]").focus();
    },
    stop() {
      if (recorder.state !== "inactive") recorder.stop();
    },
    async listen() {
      does.quiet();
      sound = new AudioContext();
      const source = sound.createBufferSource();
      source.buffer = await sound.decodeAudioData(await file.files[0].arrayBuffer());
      source.connect(sound.destination);
      source.start();
    },
    drop() {
      does.quiet();
      file.value = say.textContent = seconds.value = "";
      show("record");
      place.querySelector("[data-do=record]").focus();
    },
    quiet() {
      sound?.close();
      sound = null;
    },
  };
  place.addEventListener("click", (event) => does[event.target.closest("[data-do]")?.dataset.do]?.());
  show("record");
}
