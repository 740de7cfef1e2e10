// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators.fresenius;

import java.util.Optional;

/** What can be talked to at an address: a base, or a pump. */
interface Station {

  /** The value of a variable; empty if this station has no such identifier. */
  Optional<String> variable(char identifier);

  /** What {@code LF;b} answers. */
  String deviceType();

  /** Answers a command of the station's own. */
  Reply act(String command, String argument);
}
