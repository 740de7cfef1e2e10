// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.backup;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places in a backup; there are no others, and a name in one is a plain file name. So nothing
 * in a backup can point anywhere else.
 */
enum Slot {
  SETTINGS("config/", "pump-bridge\\.json"),
  SERVER_ANCHOR("anchors/server/", Optional.of(".pem")),
  SIGNER_ANCHOR("anchors/signers/", Optional.of(".pem")),
  PROFILE("profiles/", Optional.of(".json.p7m")),
  LIBRARY("library/", "library(-statement)?\\.p7m"),
  PUMPS("pumps/", "known-pumps\\.tsv");

  /** Begins with a letter or digit, so it is neither hidden nor a step upwards. */
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,63}";

  static final String NAME_IN_WORDS = "a letter or digit and at most 63 of A-Z a-z 0-9 . _ -";

  private final String folder;
  private final Optional<String> ending;
  private final Pattern path;

  Slot(String folder, String name) {
    this(folder, name, Optional.empty());
  }

  Slot(String folder, Optional<String> ending) {
    this(folder, Slot.NAME + Pattern.quote(ending.orElseThrow()), ending);
  }

  Slot(String folder, String name, Optional<String> ending) {
    this.folder = folder;
    this.ending = ending;
    this.path = Pattern.compile(Pattern.quote(folder) + "(" + name + ")");
  }

  /** Whether the agent would read a file of that name, be it one that a backup takes or not. */
  boolean isRead(String name) {
    return ending.filter(name::endsWith).isPresent();
  }

  String path(String name) {
    return folder + name;
  }

  /** The name in it, if the path lies here. */
  Optional<String> nameIn(String written) {
    Matcher matcher = path.matcher(written);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static Optional<Slot> of(String written) {
    return Arrays.stream(values()).filter(slot -> slot.nameIn(written).isPresent()).findFirst();
  }

  boolean isAnchor() {
    return this == SERVER_ANCHOR || this == SIGNER_ANCHOR;
  }
}
