// <fingerpost-ask>: the service on another site's page, in a shadow root. Sets no cookie and stores nothing: the
// conversation is known to this page alone, and gone with it. Everything is put together as text and elements, never as
// HTML, so a page's content security policy needs only this service in script-src and connect-src. Until the service has
// answered, and wherever there is no script, what stands inside the element stays: a link to the service.
(() => {
  "use strict";
  const SERVICE = new URL(".", document.currentScript.src).href.replace(/\/$/, "");
  const PATIENCE = 60_000; // milliseconds for an answer
  const CELL = " | "; // what stands between the cells of a row (domain.Block)
  const STYLE = `
    :host { display: block; container-type: inline-size; }
    :host([hidden]) { display: none; }
    * { box-sizing: border-box; overflow-wrap: anywhere; }
    section { color: #0b0c0c; background: #fff; border: 1px solid #858686; border-top: 8px solid var(--fingerpost-colour, #1d3c5a);
      padding: 15px; font: 1rem/1.5 Arial, Helvetica, sans-serif; }
    @container (min-width: 30rem) { section { padding: 20px 25px; } }
    .title { margin: 0 0 10px; font-size: 1.5rem; line-height: 1.25; font-weight: 700; }
    .question { margin: 0 0 10px; font-size: 1.25rem; line-height: 1.3; font-weight: 700; }
    .page, .under { margin: 20px 0 5px; font-size: 1.0625rem; font-weight: 700; line-height: 1.3; }
    .under { margin-top: 10px; font-size: 1rem; }
    p, ul, ol, table, blockquote, details { margin: 0 0 12px; }
    ul, ol { padding-left: 25px; }
    li { margin-bottom: 5px; }
    .plain { padding: 0; list-style: none; }
    label { display: block; font-weight: 700; margin-bottom: 5px; }
    .hint, .small { color: #484949; }
    .small { font-size: 0.9375rem; }
    textarea { display: block; width: 100%; min-height: 5.5em; padding: 8px; border: 2px solid #0b0c0c; border-radius: 0;
      font: inherit; color: inherit; background: #fff; resize: vertical; }
    textarea[aria-invalid] { border-color: #ca3535; }
    button { margin: 10px 10px 12px 0; padding: 9px 16px; min-height: 44px; border: 2px solid transparent; cursor: pointer;
      font: inherit; font-weight: 700; color: var(--fingerpost-text-colour, #fff); background: var(--fingerpost-colour, #1d3c5a); }
    button.other { color: #0b0c0c; background: #fff; border-color: #0b0c0c; }
    button[aria-disabled] { opacity: 0.6; cursor: default; }
    a { color: #1a65a6; text-underline-offset: 0.15em; }
    a:visited { color: #54319f; }
    a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid transparent; color: #0b0c0c; background: #fd0; box-shadow: 0 4px #0b0c0c; }
    textarea:focus, button:focus-visible { outline: 3px solid #fd0; outline-offset: 0; box-shadow: inset 0 0 0 2px #0b0c0c; }
    .error { color: #ca3535; font-weight: 700; }
    .error[hidden], [hidden] { display: none; }
    .note, .help { padding: 12px 15px; border-left: 8px solid #858686; margin-bottom: 15px; }
    .note > :last-child, .help > :last-child { margin-bottom: 0; }
    .help { border: 5px solid #ca3535; }
    .turn { padding-top: 15px; margin-bottom: 20px; border-top: 1px solid #cecece; }
    .mark { font-size: 0.875em; padding: 0 3px; }
    blockquote { padding-left: 12px; border-left: 4px solid #cecece; white-space: pre-line; }
    summary { cursor: pointer; color: #1a65a6; text-decoration: underline; padding: 8px 0; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; min-width: 60%; }
    th, td { padding: 8px 15px 8px 0; text-align: left; vertical-align: top; border-bottom: 1px solid #cecece; overflow-wrap: normal; }
    .links { display: flex; flex-wrap: wrap; gap: 5px 20px; margin: 0; }
    .links a { padding: 5px 0; }
    .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (forced-colors: active) { button, section, .help { border: 2px solid; } }
    @media print { form, .links, .again { display: none; } }`;

  /** Return an element with attributes and children; text is only ever text, and an address only ever http(s), tel or mailto. */
  function make(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === undefined || value === null || value === false) continue;
      if (key === "href" && !/^(https?:\/\/|tel:|mailto:)/i.test(value)) continue;
      element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  function lines(text) {
    return text.split("\n").flatMap((line, number) => (number ? [make("br"), line] : [line]));
  }

  class FingerpostAsk extends HTMLElement {
    #words = null;
    #conversation = null;
    #busy = false;
    #turns = 0;

    async connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: "open" });
      root.append(make("slot"));
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const wanted = this.closest("[lang]")?.lang ?? "";
      try {
        const found = await this.#send(`embed?${new URLSearchParams({ lang: wanted })}`);
        if (!found.ok) return;
        this.#words = await found.json();
      } catch {
        return; // not to be reached from this page: the link stays
      }
      this.#draw();
    }

    #say(key) {
      return this.#words.words[key] ?? "";
    }

    #send(path, options = {}) {
      return fetch(`${SERVICE}/api/v1/${path}`, {
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(PATIENCE),
        ...options,
      });
    }

    #heading(below, attributes, ...children) {
      const level = Math.min(6, (parseInt(this.getAttribute("heading-level") ?? "2", 10) || 2) + below);
      return make(`h${level}`, attributes, ...children);
    }

    #draw() {
      const words = this.#words;
      // In the shadow's own sheet, where the page's style sheet can say otherwise.
      const [sheet] = this.shadowRoot.adoptedStyleSheets;
      sheet.insertRule(`:host { --fingerpost-colour: ${words.colour}; --fingerpost-text-colour: ${words.text_colour}; }`);
      this.announcer = make("div", { class: "unseen", role: "status" });
      this.turns = make("div");
      this.field = make("textarea", { id: "question", "aria-describedby": "hint", autocomplete: "off", rows: "3" });
      this.label = make("label", { for: "question" }, this.#say("ask.label"));
      this.error = make("p", { class: "error", id: "error", hidden: true });
      const hint = make("p", { class: "hint", id: "hint" }, this.#say("ask.hint"));
      this.button = make("button", { type: "submit" }, this.#say("ask.button"));
      const form = make("form", { novalidate: true }, this.label, hint, this.error, this.field, this.button);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.ask(this.field.value);
      });
      this.again = make("button", { class: "other again", type: "button", hidden: true }, this.#say("again.button"));
      this.again.addEventListener("click", () => this.startAgain());
      const links = make(
        "p",
        { class: "links small" },
        make("a", { href: `${SERVICE}/` }, this.#say("embed.open")),
        make("a", { href: `${SERVICE}/privacy` }, this.#say("footer.privacy")),
      );
      const title = this.#heading(0, { class: "title", id: "title" }, words.name);
      const parts = [title, this.announcer, this.turns, form, this.again, links];
      this.shadowRoot.replaceChildren(make("section", { "aria-labelledby": "title", lang: words.locale }, ...parts));
    }

    /** Ask a question, as the form does. */
    async ask(question) {
      if (this.#busy || !this.#words) return;
      if (!question.trim()) return this.#wrong(this.#say("ask.error.empty"));
      this.#working(true);
      const sent = { question };
      if (this.#conversation) sent.conversation_id = this.#conversation;
      if (this.#words.asked_in) sent.locale = this.#words.asked_in;
      try {
        let reply = await this.#post("ask", sent);
        if (reply.status === 404 || reply.status === 409) {
          // The conversation has expired or is full. What was asked can still be answered.
          delete sent.conversation_id;
          reply = await this.#post("ask", sent);
        }
        if (!reply.ok) {
          const said = { 422: await this.#unfit(reply, question), 429: this.#say("embed.busy") };
          return this.#wrong(said[reply.status] ?? this.#say("embed.unreachable"));
        }
        this.#show(await reply.json());
      } catch {
        this.#wrong(this.#say("embed.unreachable"));
      } finally {
        this.#working(false);
      }
    }

    /** Delete the conversation and begin anew. */
    async startAgain() {
      const gone = this.#conversation;
      this.#conversation = null;
      this.#turns = 0;
      this.turns.replaceChildren();
      this.label.textContent = this.#say("ask.label");
      this.again.hidden = true;
      this.field.focus();
      if (gone) await this.#send(`conversations/${gone}`, { method: "DELETE" }).catch(() => undefined);
    }

    #post(path, sent) {
      const headers = { "Content-Type": "application/json" };
      return this.#send(path, { method: "POST", headers, body: JSON.stringify(sent) });
    }

    async #unfit(reply, question) {
      const most = this.#words.longest;
      if (question.length <= most) return this.#say("ask.error.odd");
      return this.#say("ask.error.long").replace("{most}", most).replace("{length}", question.length);
    }

    #working(busy) {
      this.#busy = busy;
      this.button.toggleAttribute("aria-disabled", busy);
      if (!busy) return;
      this.error.hidden = true;
      this.field.removeAttribute("aria-invalid");
      this.field.setAttribute("aria-describedby", "hint");
      this.announcer.textContent = this.#say("step.other");
    }

    #wrong(text) {
      this.announcer.textContent = "";
      this.error.textContent = text;
      this.error.hidden = false;
      this.field.setAttribute("aria-invalid", "true");
      this.field.setAttribute("aria-describedby", "error hint");
      this.field.focus();
    }

    #show(answer) {
      this.#conversation = answer.conversation_id;
      this.#turns += 1;
      const question = this.#heading(1, { class: "question", tabindex: "-1", dir: "auto", lang: answer.language || null }, answer.question);
      const turn = make("article", { class: "turn" }, question, ...this.#answer(answer));
      this.turns.append(turn);
      this.field.value = "";
      this.label.textContent = this.#say("follow.label");
      this.again.hidden = false;
      this.announcer.textContent = "";
      question.focus({ preventScroll: true });
      question.scrollIntoView({ block: "nearest" });
      this.dispatchEvent(new CustomEvent("fingerpost-answer", { detail: answer, bubbles: true, composed: true }));
    }

    *#answer(answer) {
      const key = `answer.${answer.outcome}`;
      const asked = answer.clarification;
      if (answer.outcome === "urgent") yield this.#help(answer);
      else if (this.#say(`${key}.title`) && !asked) {
        yield make("div", { class: "note" }, make("p", {}, make("strong", {}, this.#say(`${key}.title`))), make("p", {}, this.#say(`${key}.text`)));
      }
      if (answer.removed.length) yield make("p", { class: "note" }, this.#say("embed.removed"));
      if (answer.asked_as) yield make("p", { class: "small" }, this.#say("answer.asked_as"), " ", answer.asked_as);
      for (const each of answer.notice_words) yield make("p", { class: "note", lang: each.locale, dir: each.direction }, each.text);
      if (asked) yield this.#clarify(asked);
      const quoted = new Map(answer.citations.map((each) => [each.number, each]));
      for (const [number, part] of answer.parts.entries()) yield* this.#part(part, answer.parts[number - 1], quoted);
      if (answer.citations.length) yield this.#quotations(answer.citations);
      for (const each of answer.worked) yield this.#worked(each);
      for (const offer of answer.offers) {
        // Its form is on the service's own site. Nothing said here goes there: an address is no place for it.
        const link = make("a", { href: `${SERVICE}${offer.url}`, lang: offer.locale || null }, offer.title);
        yield make("p", { class: "note" }, `${this.#say(`offer.${offer.kind}`)}: `, link);
      }
      if (answer.next_step) {
        const link = make("a", { href: answer.next_step.url }, answer.next_step.text);
        yield make("p", {}, make("strong", {}, `${this.#say("answer.next")}: `), link);
      }
      if (answer.nearest.length) yield* this.#nearest(answer);
      if (answer.contact) yield* this.#contact(answer.contact);
    }

    #help(answer) {
      const kind = `urgent.${answer.judgements.find((each) => each.outcome === "urgent")?.kind}`;
      const key = this.#say(`${kind}.title`) ? kind : "answer.urgent";
      const routes = answer.help.map((route) =>
        make(
          "li",
          { lang: route.locale || null },
          route.when ? make("div", {}, route.when) : null,
          make("strong", {}, route.name),
          route.phone ? [": ", make("a", { href: `tel:${route.phone.replace(/[^\d+]/g, "")}` }, route.phone)] : null,
          [route.hours, route.text].filter(Boolean).map((more) => make("div", {}, more)),
          route.url ? make("div", {}, make("a", { href: route.url }, route.url)) : null,
        ),
      );
      const title = make("p", {}, make("strong", {}, this.#say(`${key}.title`)));
      return make("div", { class: "help" }, title, make("p", {}, this.#say(`${key}.text`)), make("ul", { class: "plain" }, routes));
    }

    #clarify(asked) {
      const buttons = [...asked.options, asked.unsure].map((option) => {
        const button = make("button", { class: "other", type: "button", lang: option.locale || null }, option.label);
        button.addEventListener("click", () => this.ask(option.question));
        return button;
      });
      const question = make("p", { id: `asked-${this.#turns}`, lang: asked.locale || null }, make("strong", {}, asked.question));
      return make("div", { role: "group", "aria-labelledby": `asked-${this.#turns}` }, question, make("p", {}, this.#say("clarify.hint")), buttons);
    }

    *#part(part, before, quoted) {
      const lang = part.locale || null;
      const page = (of) => `${of?.title} ${of?.url.split("#")[0]}`;
      if (page(part) !== page(before)) yield this.#heading(2, { class: "page", lang }, make("a", { href: part.url }, part.title));
      if (part.heading_path.length) yield this.#heading(3, { class: "under", lang }, part.heading_path.join(" › "));
      const body = make("div", { lang });
      for (const [number, statement] of part.statements.entries()) {
        // The numbers stand once, after the last of what one quotation backs.
        const next = part.statements[number + 1];
        const once = next && String(next.citations) === String(statement.citations) ? [] : statement.citations;
        this.#statement(body, { ...statement, citations: once }, quoted, part.statements[number - 1]);
      }
      yield body;
    }

    /** Put a statement in the list, the table or the paragraph it goes on, or begin one. */
    #statement(body, statement, quoted, before) {
      const said = [lines(statement.text), this.#marks(statement, quoted)];
      const last = body.lastElementChild;
      const table = last?.querySelector("tbody");
      const item = (list) => list.append(make("li", { value: list.tagName === "OL" ? statement.number : null }, said));
      if (statement.kind === "row" || statement.kind === "table_header") {
        const header = statement.kind === "table_header";
        const cells = statement.text.split(CELL);
        const row = make("tr", {}, cells.map((cell, number) =>
          make(header ? "th" : "td", { scope: header ? "col" : null }, cell, number === cells.length - 1 ? this.#marks(statement, quoted) : null)));
        if (table && (!header || table.parentElement.tHead?.textContent === row.textContent)) return header ? undefined : table.append(row);
        const made = make("table", {}, header ? make("thead", {}, row) : null, make("tbody", {}, header ? null : row));
        body.append(make("div", { class: "wide", role: "region", tabindex: "0", "aria-label": this.#say("table.label") }, made));
      } else if (statement.kind === "step") {
        if (last?.tagName === "OL") return item(last);
        item(body.appendChild(make("ol")));
      } else if (statement.kind === "item") {
        let list = last?.tagName === "UL" || (last?.tagName === "OL" && statement.level > 0) ? last : body.appendChild(make("ul"));
        for (let level = list.tagName === "OL" ? 1 : 0; level <= statement.level && list.lastElementChild; level += 1) {
          if (level === 0) continue;
          list = list.lastElementChild.querySelector(":scope > ul") ?? list.lastElementChild.appendChild(make("ul"));
        }
        item(list);
      } else if (statement.kind === "sentence" && before?.kind === "sentence" && this.#together(before, statement, quoted)) {
        last.append(" ", ...said.flat(Infinity));
      } else {
        body.append(make("p", { class: statement.kind === "callout" ? "note" : null }, said));
      }
    }

    /** Say whether two sentences stand side by side on one line of a quotation, and so in one paragraph. */
    #together(first, second, quoted) {
      return [...quoted.values()].some((each) => each.quote.includes(`${first.text} ${second.text}`));
    }

    #marks(statement, quoted) {
      return statement.citations.map((number) => {
        const label = this.#say("quote.marker").replace("{number}", number);
        return [" ", make("a", { class: "mark", href: quoted.get(number)?.url, "aria-label": label, lang: this.#words.locale }, `[${number}]`)];
      });
    }

    #quotations(citations) {
      const locale = this.#words.locale === "en" ? "en-GB" : this.#words.locale;
      const dated = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
      const items = citations.map((each) => {
        const place = [each.title, ...each.heading_path].join(" › ");
        const updated = each.updated_at ? `. ${this.#say("quote.updated").replace("{date}", dated.format(new Date(each.updated_at)))}` : "";
        const link = make("a", { href: each.url }, this.#say("quote.on_page"), make("span", { class: "unseen" }, ` ${each.number}`));
        return make("li", { value: each.number }, make("blockquote", { lang: each.locale }, each.quote), make("p", { class: "small" }, place, updated, make("br"), link));
      });
      const owed = [...new Set(citations.map((each) => each.attribution).filter(Boolean))].map((each) => make("p", { class: "small", lang: this.#words.own_locale }, each));
      return make("div", {}, make("details", {}, make("summary", {}, this.#say("quote.open")), make("ol", {}, items)), owed);
    }

    /** A calculator's result, marked as what it is, with what it was worked out from. Its form is on the service's own site. */
    #worked(result) {
      const lang = result.locale || null;
      const said = result.given.filter((each) => each.value).map((each) => make("li", { lang }, `${each.question} ${each.value}`));
      const steps = result.working.map((each) => make("li", { lang }, `${each.label}: ${each.words}. ${each.rule}. `, make("a", { href: each.url }, each.source)));
      return make(
        "div",
        { class: "note" },
        make("p", {}, `${this.#say("worked.caption")}: `, make("strong", { lang }, result.title)),
        make("ul", {}, result.figures.map((each) => make("li", { lang }, `${each.label}: `, make("strong", {}, each.words)))),
        result.notes.map((each) => make("p", { lang }, each)),
        make("p", {}, this.#say("calc.marked")),
        make("p", {}, this.#say("worked.told")),
        make("ul", {}, said),
        make("p", {}, make("a", { href: `${SERVICE}${result.url}` }, this.#say("worked.change"))),
        make("details", {}, make("summary", {}, this.#say("calc.working")), make("ol", {}, steps)),
      );
    }

    *#nearest(answer) {
      yield make("p", {}, make("strong", {}, this.#say(answer.parts.length ? "answer.nearest.more" : "answer.nearest")));
      yield make("ul", {}, answer.nearest.map((link) => make("li", { lang: link.locale || null }, make("a", { href: link.url }, link.text))));
    }

    *#contact(contact) {
      const links = { phone: `tel:${contact.phone.replace(/[^\d+]/g, "")}`, email: `mailto:${contact.email}`, url: contact.url };
      const said = { ...contact, hours: this.#words.hours[contact.hours] ?? contact.hours };
      const rows = ["phone", "text_relay", "email", "url", "hours"].filter((name) => said[name]).map((name) =>
        make("li", {}, `${this.#say(`contact.${name}`)}: `, links[name] ? make("a", { href: links[name] }, said[name]) : said[name]));
      if (!rows.length && !contact.name) return;
      yield make("p", {}, make("strong", {}, this.#say("answer.contact")), contact.name ? `: ${contact.name}` : "");
      yield make("ul", { class: "plain" }, rows);
    }
  }

  if (!customElements.get("fingerpost-ask")) customElements.define("fingerpost-ask", FingerpostAsk);
})();
