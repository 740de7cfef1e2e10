#!/usr/bin/env bash
# The AsyncAPI document against the specification's own JSON Schema (@asyncapi/specs, Apache-2.0), and
# each example in it against the document's own schemas, by a validator that others wrote (Ajv).
# shellcheck source=parts/check.sh
. "$(dirname "$0")/parts/check.sh"

need node=nodejs npm=npm
document=$repository/bundles/uplink/asyncapi.yaml
(cd "$work" && npm init -y && npm install --no-audit --no-fund --ignore-scripts \
  @asyncapi/specs@6.11.1 ajv@8.17.1 js-yaml@4.1.0) >"$work/npm.log" 2>&1 ||
  give_up "npm: $(tail -n 3 "$work/npm.log")"

cat >"$work/validate.js" <<'NODE'
// validate.js DOCUMENT: exit code 1, and the first complaints, if it is not AsyncAPI 3.0.0.
const fs = require("fs");
const yaml = require("js-yaml");
const options = { strict: false, validateFormats: false, allErrors: false };
const text = yaml.load(fs.readFileSync(process.argv[2], "utf8"), { schema: yaml.CORE_SCHEMA });
const complain = (what, errors) => {
  console.log(what, JSON.stringify(errors.slice(0, 5), null, 1));
  process.exit(1);
};
const specification = new (require("ajv"))(options);
const judge = specification.compile(require("@asyncapi/specs/schemas/3.0.0-without-$id.json"));
if (!judge(text)) complain("the document", judge.errors);
let examples = 0;
const own = new (require("ajv/dist/2020"))(options);
own.addSchema({ $id: "doc:", components: text.components }, "doc:");
const at = (reference) => own.compile({ $ref: "doc:" + reference });
for (const [name, message] of Object.entries(text.components.messages)) {
  for (const example of message.examples || []) {
    for (const part of ["headers", "payload"]) {
      if (!message[part]) continue;
      const holds = at(message[part].$ref);
      if (!holds(example[part])) complain(`${name} ${example.name} ${part}`, holds.errors);
      examples++;
    }
  }
}
console.log(examples, "examples");
process.exit(examples > 20 ? 0 : 1);
NODE
valid() { (cd "$work" && node validate.js "$1"); }

holds 'the document is AsyncAPI 3.0.0, and its examples keep to its schemas' valid "$document"
sed 's/action: send/action: shout/' "$document" >"$work/bad-action.yaml"
holds 'an action that there is not is refused' fails valid "$work/bad-action.yaml"
sed '0,/address:/s/address:/adress:/' "$document" >"$work/bad-key.yaml"
holds 'a misspelt key is refused' fails valid "$work/bad-key.yaml"
sed '0,/lane: clinical/s/lane: clinical/lane: surgical/' "$document" >"$work/bad-example.yaml"
holds 'an example that breaks its schema is refused' fails valid "$work/bad-example.yaml"
finish
