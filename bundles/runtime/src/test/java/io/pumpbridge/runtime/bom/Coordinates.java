// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.bom;

import java.util.regex.Pattern;

/** Under what name Maven knows it. */
record Coordinates(String group, String name, String version) {
  /** What a package URL takes as it is. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]+");

  Coordinates {
    for (String part : new String[] {group, name, version}) {
      if (!PLAIN.matcher(part).matches()) {
        throw new IllegalArgumentException("no plain coordinates: " + part);
      }
    }
  }

  boolean ours() {
    return group.equals("io.pumpbridge");
  }

  /** Its package URL, which is its reference in the bill too. */
  String purl() {
    return "pkg:maven/" + group + "/" + name + "@" + version;
  }
}
